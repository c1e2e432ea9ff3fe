import { grid, spotlight, type Rectangle, type Size } from '../logic/arrange';

const CORNER_MARGIN = 14;
const CORNER_WIDTH = { least: 104, most: 260, share: 0.22 };

export interface Layout {
  /** Where each tile is; those that are not in it have no room on this page. */
  places: ReadonlyMap<string, Rectangle>;
  pages: number;
  /** The tile that floats over the others, if any. */
  floating: string | null;
}

/** Which tile goes where: a large one with a strip when something is on stage, else a grid. */
export function layOut(area: Size, keys: readonly string[], staged: string | null, page: number, floatSelf: boolean): Layout {
  if (area.width < 1 || area.height < 1) {
    return { places: new Map(), pages: 1, floating: null };
  }
  if (staged === null && floatSelf && keys.length === 2 && keys.includes('self')) {
    return withSelfInTheCorner(area, keys);
  }
  const rest = keys.filter((key) => key !== staged);
  const arrangement = staged === null ? grid(area, rest.length) : spotlight(area, rest.length);
  const shown = Math.max(1, arrangement.tiles.length);
  const pages = Math.max(1, Math.ceil(rest.length / shown));
  const first = Math.min(page, pages - 1) * shown;
  const places = new Map(rest.slice(first, first + shown).map((key, index) => [key, arrangement.tiles[index]!]));
  if (staged !== null && arrangement.stage) {
    places.set(staged, arrangement.stage);
  }
  return { places, pages, floating: null };
}

function withSelfInTheCorner(area: Size, keys: readonly string[]): Layout {
  const other = keys.find((key) => key !== 'self')!;
  const large = { x: 0, y: 0, ...area };
  const { least, most, share } = CORNER_WIDTH;
  const width = Math.round(Math.min(most, Math.max(least, area.width * share)));
  const height = Math.round(area.width < area.height ? (width * 4) / 3 : (width * 9) / 16);
  const corner = { x: large.x + large.width - width - CORNER_MARGIN, y: large.y + large.height - height - CORNER_MARGIN, width, height };
  return { places: new Map([[other, large], ['self', corner]]), pages: 1, floating: 'self' };
}
