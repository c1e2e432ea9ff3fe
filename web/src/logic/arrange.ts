/** Where each tile goes, in pixels from the top left of the area. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Arrangement {
  /** The big picture: a shared screen or somebody pinned. */
  stage: Rectangle | null;
  /** As many as there is room for; whoever comes after these is on the next page. */
  tiles: Rectangle[];
}

export const GAP = 10;
const WIDEST = 16 / 9;
const NARROWEST = 4 / 3;
/** On a phone held upright people would rather be cropped than tiny. */
const NARROWEST_UPRIGHT = 3 / 4;
const SMALLEST_WIDTH = 108;

/** All tiles of one size, as large as they can be, each row in the middle. */
export function grid(area: Size, count: number): Arrangement {
  const shown = Math.min(count, capacity(area));
  return { stage: null, tiles: place(best(area, shown), shown, area) };
}

/** One large picture and the others in a strip: beside it in a wide window, below it in a tall one. */
export function spotlight(area: Size, count: number): Arrangement {
  if (count === 0) {
    return { stage: { x: 0, y: 0, ...area }, tiles: [] };
  }
  return area.width > area.height * 1.15 ? withStripBeside(area, count) : withStripBelow(area, count);
}

function withStripBeside(area: Size, count: number): Arrangement {
  const { columns, width, shown } = strip(area, count);
  const rows = Math.ceil(shown / columns);
  const all = { width: columns * width + (columns - 1) * GAP, height: area.height };
  const stage = { x: 0, y: 0, width: area.width - all.width - GAP, height: area.height };
  const tile = fit({ width, height: (area.height - (rows - 1) * GAP) / rows }, WIDEST, NARROWEST);
  return { stage, tiles: moved(place({ columns, tile }, shown, all), stage.width + GAP, 0) };
}

/** The widest tiles with which everybody has a place in one column or two; the narrowest when nothing is enough. */
function strip(area: Size, count: number): { columns: number; width: number; shown: number } {
  const widest = clamp(Math.round(area.width * 0.2), SMALLEST_WIDTH, 300);
  for (let width = widest; ; width -= 4) {
    const rows = Math.max(1, Math.floor((area.height + GAP) / (width / WIDEST + GAP)));
    const columns = width <= widest * 0.75 ? 2 : 1;
    if (rows * columns >= count || width - 4 < SMALLEST_WIDTH) {
      return { columns: Math.min(columns, Math.ceil(count / rows)), width, shown: Math.min(count, rows * columns) };
    }
  }
}

function withStripBelow(area: Size, count: number): Arrangement {
  const columns = Math.max(1, Math.min(count, Math.floor((area.width + GAP) / (150 + GAP))));
  const share = count > columns ? 0.4 : 0.26;
  const strip = { width: area.width, height: Math.max(Math.round(area.height * share), 90) };
  const rows = count > columns ? 2 : 1;
  const shown = Math.min(count, columns * rows);
  const tile = fit({ width: (area.width - (columns - 1) * GAP) / columns, height: (strip.height - (rows - 1) * GAP) / rows }, WIDEST, 1);
  const height = area.height - strip.height - GAP;
  return { stage: { x: 0, y: 0, width: area.width, height }, tiles: moved(place({ columns, tile }, shown, strip), 0, height + GAP) };
}

function capacity(area: Size): number {
  const columns = Math.max(1, Math.floor((area.width + GAP) / (SMALLEST_WIDTH + GAP)));
  const rows = Math.max(1, Math.floor((area.height + GAP) / (SMALLEST_WIDTH / NARROWEST + GAP)));
  return columns * rows;
}

interface Raster {
  columns: number;
  tile: Size;
}

function best(area: Size, count: number): Raster {
  const narrowest = area.width < area.height ? NARROWEST_UPRIGHT : NARROWEST;
  let winner: Raster = { columns: 1, tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = { width: (area.width - (columns - 1) * GAP) / columns, height: (area.height - (rows - 1) * GAP) / rows };
    const tile = fit(cell, WIDEST, narrowest);
    if (tile.width * tile.height > winner.tile.width * winner.tile.height) {
      winner = { columns, tile };
    }
  }
  return winner;
}

/** The largest rectangle in the cell whose shape is between the two. */
function fit(cell: Size, widest: number, narrowest: number): Size {
  const width = Math.max(0, Math.min(cell.width, cell.height * widest));
  return { width: Math.floor(width), height: Math.floor(Math.max(0, Math.min(cell.height, width / narrowest))) };
}

function place({ columns, tile }: Raster, count: number, area: Size): Rectangle[] {
  const rows = Math.ceil(count / columns);
  const top = (area.height - rows * tile.height - (rows - 1) * GAP) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = (area.width - inRow * tile.width - (inRow - 1) * GAP) / 2;
    return {
      x: Math.round(left + (index % columns) * (tile.width + GAP)),
      y: Math.round(top + row * (tile.height + GAP)),
      ...tile,
    };
  });
}

function moved(tiles: Rectangle[], x: number, y: number): Rectangle[] {
  return tiles.map((tile) => ({ ...tile, x: tile.x + x, y: tile.y + y }));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
