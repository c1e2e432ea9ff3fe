/** A value at a time; null where nothing was measured. */
export interface Point {
  at: number;
  value: number | null;
}

export interface Plot {
  /** SVG path of the line; parts without values are gaps. */
  line: string;
  /** The same, closed along the bottom, to be filled. */
  area: string;
  /** The value at the top edge. */
  top: number;
}

export const PLOT_WIDTH = 240;
export const PLOT_HEIGHT = 48;

/** The last `span` milliseconds, newest at the right edge. */
export function plot(points: readonly Point[], now: number, span: number, least: number): Plot {
  const visible = points.filter((point) => point.at >= now - span);
  const top = niceTop(Math.max(least, ...visible.map((point) => point.value ?? 0)));
  const runs = split(visible).map((run) =>
    run.map(({ at, value }) => ({
      x: round(PLOT_WIDTH * (1 - (now - at) / span)),
      y: round(PLOT_HEIGHT * (1 - value / top)),
    })),
  );
  const lines = runs.map((run) => run.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(''));
  const areas = runs.map((run, index) => `${lines[index]}L${run.at(-1)!.x} ${PLOT_HEIGHT}L${run[0]!.x} ${PLOT_HEIGHT}Z`);
  return { line: lines.join(''), area: areas.join(''), top };
}

/** 1, 2 or 5 times a power of ten, so that the scale does not twitch with every sample. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((each) => each * power >= value * 0.999) ?? 10;
  return factor * power;
}

function split(points: readonly Point[]): { at: number; value: number }[][] {
  const runs: { at: number; value: number }[][] = [];
  let open = false;
  for (const { at, value } of points) {
    if (value === null) {
      open = false;
      continue;
    }
    if (!open) {
      runs.push([]);
      open = true;
    }
    runs.at(-1)!.push({ at, value });
  }
  return runs;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
