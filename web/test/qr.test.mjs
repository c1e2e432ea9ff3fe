// Reads the codes back with a decoder of its own, which shares no table with the encoder but the standard.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { qrCode } from '../target/logic/qr.js';

const MASKS = [
  (r, c) => (r + c) % 2,
  (r) => r % 2,
  (r, c) => c % 3,
  (r, c) => (r + c) % 3,
  (r, c) => ((r >> 1) + Math.floor(c / 3)) % 2,
  (r, c) => ((r * c) % 2) + ((r * c) % 3),
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2,
];
/** Level M: [blocks, data words of a short block, blocks with one word more, correction words of a block]. */
const BLOCKS = [[1, 16, 0, 10], [1, 28, 0, 16], [1, 44, 0, 26], [2, 32, 0, 18], [2, 43, 0, 24], [4, 27, 0, 16], [4, 31, 0, 18], [4, 38, 2, 22], [5, 36, 2, 22], [5, 43, 1, 26]];
const ALIGNMENT = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]];

function decode(modules) {
  const size = modules.length;
  const version = (size - 17) / 4;
  const { level, mask } = formatOf(modules);
  assert.equal(level, 0, 'level M');
  const blocks = deinterleave(wordsOf(modules, version, mask), version);
  blocks.forEach(({ words, correction }) => assertNoErrors(words, correction));
  const data = blocks.flatMap(({ words, correction }) => words.slice(0, words.length - correction));
  const bits = data.map((word) => word.toString(2).padStart(8, '0')).join('');
  assert.equal(bits.slice(0, 4), '0100', 'byte mode');
  const start = version < 10 ? 12 : 20;
  const length = parseInt(bits.slice(4, start), 2);
  const bytes = Array.from({ length }, (_, index) => parseInt(bits.slice(start + 8 * index, start + 8 * index + 8), 2));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function formatOf(modules) {
  const size = modules.length;
  const first = [...[0, 1, 2, 3, 4, 5, 7, 8].map((c) => modules[8][c]), ...[7, 5, 4, 3, 2, 1, 0].map((r) => modules[r][8])];
  const second = [...[1, 2, 3, 4, 5, 6, 7].map((i) => modules[size - i][8]), ...[8, 7, 6, 5, 4, 3, 2, 1].map((i) => modules[8][size - i])];
  assert.deepEqual(first, second, 'both copies of the format');
  const bits = parseInt(first.map(Number).join(''), 2) ^ 0b101010000010010;
  let rest = bits;
  for (let bit = 14; bit >= 10; bit--) {
    rest = rest & (1 << bit) ? rest ^ (0b10100110111 << (bit - 10)) : rest;
  }
  assert.equal(rest, 0, 'BCH code of the format');
  return { level: bits >> 13, mask: (bits >> 10) & 7 };
}

function isFixed(row, column, size, version) {
  const inFinder = (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9);
  const inVersion = version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11));
  const centres = version === 1 ? [] : [6, ...ALIGNMENT[version - 1]];
  const inAlignment = centres.some((r) => centres.some((c) => Math.abs(row - r) <= 2 && Math.abs(column - c) <= 2 && !isFinderCorner(r, c, size)));
  return inFinder || inVersion || inAlignment || row === 6 || column === 6;
}

function isFinderCorner(row, column, size) {
  return (row === 6 && column === 6) || (row === 6 && column === size - 7) || (row === size - 7 && column === 6);
}

function wordsOf(modules, version, mask) {
  const size = modules.length;
  const bits = [];
  let upwards = true;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2, upwards = !upwards) {
    for (let step = 0; step < size; step++) {
      const row = upwards ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (!isFixed(row, column, size, version)) {
          bits.push(Number(modules[row][column]) ^ (MASKS[mask](row, column) === 0 ? 1 : 0));
        }
      }
    }
  }
  return Array.from({ length: bits.length >> 3 }, (_, index) => parseInt(bits.slice(8 * index, 8 * index + 8).join(''), 2));
}

function deinterleave(words, version) {
  const [count, short, long, correction] = BLOCKS[version - 1];
  const blocks = Array.from({ length: count }, (_, index) => ({ length: short + (index >= count - long ? 1 : 0), words: [], correction }));
  let next = 0;
  for (let index = 0; index <= short; index++) {
    blocks.filter(({ length }) => index < length).forEach((block) => block.words.push(words[next++]));
  }
  for (let index = 0; index < correction; index++) {
    blocks.forEach((block) => block.words.push(words[next++]));
  }
  return blocks;
}

/** A code word of Reed-Solomon is 0 at every power of the generator. */
function assertNoErrors(words, correction) {
  const power = [1];
  while (power.length < 255) {
    const next = power.at(-1) << 1;
    power.push(next > 255 ? next ^ 0x11d : next);
  }
  const times = (a, b) => (a && b ? power[(power.indexOf(a) + power.indexOf(b)) % 255] : 0);
  for (let root = 0; root < correction; root++) {
    assert.equal(words.reduce((sum, word) => times(sum, power[root]) ^ word, 0), 0, `syndrome ${root}`);
  }
}

describe('a QR code', () => {
  test('reads back as what went in, in every version', () => {
    const versions = new Set();
    for (let length = 1; length <= 213; length += 4) {
      const text = `https://sluice.example/?room=${'ü-demo.'.repeat(40)}`.slice(0, length);
      const bytes = new TextEncoder().encode(text).length;
      const modules = qrCode(text);
      if (bytes <= 213) {
        versions.add((modules.length - 17) / 4);
        assert.equal(decode(modules), text);
      }
    }
    assert.deepEqual([...versions], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('holds exactly 213 bytes, and is none for more', () => {
    assert.equal(decode(qrCode('x'.repeat(213))), 'x'.repeat(213));
    assert.equal(qrCode('x'.repeat(214)), null);
  });

  test('has finders, timing and the dark module where readers look for them', () => {
    const modules = qrCode('http://localhost:8080/?room=demo');
    const size = modules.length;
    const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
    for (const [top, left] of [[0, 0], [0, size - 7], [size - 7, 0]]) {
      assert.deepEqual(finder, finder.map((_, row) => modules[top + row].slice(left, left + 7).map(Number).join('')));
    }
    for (let index = 8; index < size - 8; index++) {
      assert.equal(modules[6][index], index % 2 === 0);
      assert.equal(modules[index][6], index % 2 === 0);
    }
    assert.equal(modules[size - 8][8], true);
  });
});
