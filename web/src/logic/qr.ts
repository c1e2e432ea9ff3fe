/**
 * QR codes of short texts: byte mode, error correction level M, versions 1 to 10 (213 bytes), after ISO/IEC 18004.
 *
 * The text becomes codewords with Reed-Solomon words behind each block; those are interleaved and laid in a zigzag
 * around the fixed patterns; of the eight masks the one with the fewest confusing shapes is taken.
 */
export type Modules = boolean[][];

/** For each version: error correction words of a block, blocks. */
const BLOCKS = [[10, 1], [16, 1], [26, 1], [18, 2], [24, 2], [16, 4], [18, 4], [22, 4], [22, 5], [26, 5]] as const;
const CODEWORDS = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346];
const ALIGNMENT = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

const MASKS: ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** The modules, true for dark, without the quiet zone; null when the text is too long. */
export function qrCode(text: string): Modules | null {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  if (version === null) {
    return null;
  }
  const codewords = interleave(dataWords(bytes, version), version);
  const { fixed, modules } = fixedPatterns(version);
  placeData(modules, fixed, codewords);
  const candidates = MASKS.map((_, mask) => masked(modules, fixed, mask, version));
  return candidates.reduce((best, each) => (penalty(each) < penalty(best) ? each : best));
}

function dataCapacity(version: number): number {
  const [words, blocks] = BLOCKS[version - 1]!;
  return CODEWORDS[version - 1]! - words * blocks;
}

const countBits = (version: number) => (version < 10 ? 8 : 16);

function versionFor(length: number): number | null {
  for (let version = 1; version <= BLOCKS.length; version++) {
    if (4 + countBits(version) + 8 * length <= 8 * dataCapacity(version)) {
      return version;
    }
  }
  return null;
}

function dataWords(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let bit = count - 1; bit >= 0; bit--) {
      bits.push((value >> bit) & 1);
    }
  };
  const capacity = dataCapacity(version);
  put(0b0100, 4);
  put(bytes.length, countBits(version));
  bytes.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, 8 * capacity - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < 8 * capacity; pad ^= 0xec ^ 0x11) {
    put(pad, 8);
  }
  return Array.from({ length: capacity }, (_, index) => bits.slice(8 * index, 8 * index + 8).reduce((word, bit) => word * 2 + bit, 0));
}

function interleave(data: number[], version: number): number[] {
  const [words, count] = BLOCKS[version - 1]!;
  const short = Math.floor(data.length / count);
  const longBlocks = data.length % count;
  const blocks: number[][] = [];
  for (let index = 0, start = 0; index < count; index++) {
    const length = short + (index >= count - longBlocks ? 1 : 0);
    blocks.push(data.slice(start, start + length));
    start += length;
  }
  return [...columns(blocks), ...columns(blocks.map((block) => correction(block, words)))];
}

function columns(blocks: number[][]): number[] {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_, index) => blocks.map((block) => block[index]))
    .flat()
    .filter((word) => word !== undefined);
}

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

function correction(data: number[], degree: number): number[] {
  const divisor = generator(degree);
  const rest: number[] = Array(degree).fill(0);
  for (const word of data) {
    const factor = word ^ rest.shift()!;
    rest.push(0);
    divisor.forEach((coefficient, index) => (rest[index]! ^= times(coefficient, factor)));
  }
  return rest;
}

function generator(degree: number): number[] {
  const result: number[] = Array(degree).fill(0);
  result[degree - 1] = 1;
  for (let power = 0, root = 1; power < degree; power++, root = times(root, 2)) {
    for (let index = 0; index < degree; index++) {
      result[index] = times(result[index]!, root) ^ (result[index + 1] ?? 0);
    }
  }
  return result;
}

interface Board {
  modules: Modules;
  /** Where no data goes. */
  fixed: Modules;
}

function fixedPatterns(version: number): Board {
  const size = 17 + 4 * version;
  const square = (): Modules => Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const board = { modules: square(), fixed: square() };
  for (let index = 0; index < size; index++) {
    set(board, 6, index, index % 2 === 0);
    set(board, index, 6, index % 2 === 0);
  }
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]] as const) {
    rings(board, row, column, 4, [2, 4]);
  }
  const centres = ALIGNMENT[version - 1]!;
  const last = centres.length - 1;
  centres.forEach((row, i) =>
    centres.forEach((column, j) => {
      const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!isFinder) {
        rings(board, row, column, 2, [1]);
      }
    }),
  );
  drawFormat(board, 0, size);
  drawVersion(board, version, size);
  return board;
}

/** A square of dark rings around a centre, but for the rings that are light. */
function rings(board: Board, row: number, column: number, radius: number, light: number[]): void {
  for (let dr = -radius; dr <= radius; dr++) {
    for (let dc = -radius; dc <= radius; dc++) {
      set(board, row + dr, column + dc, !light.includes(Math.max(Math.abs(dr), Math.abs(dc))));
    }
  }
}

function set(board: Board, row: number, column: number, dark: boolean): void {
  if (board.modules[row]?.[column] !== undefined) {
    board.modules[row]![column] = dark;
    board.fixed[row]![column] = true;
  }
}

/** Level M (bits 00) and the mask, with their BCH code, in both copies. */
function drawFormat(board: Board, mask: number, size: number): void {
  const bits = ((mask << 10) | remainder(mask, 10, 0x537)) ^ 0x5412;
  const bit = (index: number) => ((bits >> index) & 1) === 1;
  for (let index = 0; index < 15; index++) {
    const along = index < 6 ? index : index < 8 ? index + 1 : size - 15 + index;
    const across = index < 8 ? size - 1 - index : index === 8 ? 7 : 14 - index;
    set(board, along, 8, bit(index));
    set(board, 8, across, bit(index));
  }
  set(board, size - 8, 8, true);
}

function drawVersion(board: Board, version: number, size: number): void {
  if (version < 7) {
    return;
  }
  const bits = (version << 12) | remainder(version, 12, 0x1f25);
  for (let index = 0; index < 18; index++) {
    const dark = ((bits >> index) & 1) === 1;
    set(board, Math.floor(index / 3), size - 11 + (index % 3), dark);
    set(board, size - 11 + (index % 3), Math.floor(index / 3), dark);
  }
}

function remainder(value: number, degree: number, divisor: number): number {
  let rest = value;
  for (let step = 0; step < degree; step++) {
    rest = (rest << 1) ^ ((rest >> (degree - 1)) * divisor);
  }
  return rest;
}

/** Two columns at a time, from the right, upwards and downwards in turn, past the timing column. */
function placeData(modules: Modules, fixed: Modules, codewords: number[]): void {
  const size = modules.length;
  let next = 0;
  let upwards = true;
  for (let right = size - 1; right > 0; right -= 2, upwards = !upwards) {
    right = right === 6 ? 5 : right;
    for (let step = 0; step < size; step++) {
      const row = upwards ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (!fixed[row]![column]) {
          modules[row]![column] = (((codewords[next >> 3] ?? 0) >> (7 - (next & 7))) & 1) === 1;
          next++;
        }
      }
    }
  }
}

function masked(modules: Modules, fixed: Modules, mask: number, version: number): Modules {
  const flips = MASKS[mask]!;
  const result = modules.map((line, row) => line.map((dark, column) => dark !== (!fixed[row]![column] && flips(row, column))));
  drawFormat({ modules: result, fixed: fixed.map((line) => [...line]) }, mask, 17 + 4 * version);
  return result;
}

/** Long runs, blocks, shapes like a finder and an uneven share of dark modules all confuse a reader. */
function penalty(modules: Modules): number {
  const size = modules.length;
  const turned = modules.map((_, index) => modules.map((line) => line[index]!));
  const lines = [...modules, ...turned].map((line) => line.map((dark) => (dark ? '1' : '0')).join(''));
  let points = 0;
  for (const line of lines) {
    for (const run of line.match(/1{5,}|0{5,}/g) ?? []) {
      points += run.length - 2;
    }
    points += 40 * (line.match(/(?=10111010000|00001011101)/g) ?? []).length;
  }
  for (let row = 1; row < size; row++) {
    for (let column = 1; column < size; column++) {
      const corner = modules[row]![column];
      const same = [modules[row - 1]![column], modules[row]![column - 1], modules[row - 1]![column - 1]];
      points += same.every((each) => each === corner) ? 3 : 0;
    }
  }
  const dark = modules.flat().filter(Boolean).length / (size * size);
  return points + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}
