import { SPAN_MS } from '../call/history';
import { plot, PLOT_HEIGHT, PLOT_WIDTH, type Point } from '../logic/plot';

interface SparklineProps {
  label: string;
  value: string;
  points: readonly Point[];
  now: number;
  /** The top of the scale when all values are small, so that noise does not look like a mountain. */
  least: number;
  format: (value: number) => string;
}

/** A small live plot of the last minute. */
export function Sparkline({ label, value, points, now, least, format }: SparklineProps) {
  const { line, area, top } = plot(points, now, SPAN_MS, least);
  return (
    <figure className="sparkline" data-figure={label.toLowerCase()}>
      <figcaption>
        {label} <strong>{value}</strong>
      </figcaption>
      <svg viewBox={`0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${label} of the last minute, now ${value}, scale to ${format(top)}`}>
        <path className="plot-area" d={area} />
        <path className="plot-line" d={line} />
      </svg>
      <span className="plot-top" aria-hidden="true">
        {format(top)}
      </span>
    </figure>
  );
}
