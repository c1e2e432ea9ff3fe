import type { ConnectionQuality } from 'sluice-client';

const BARS = [5, 9, 13];

/** Three bars, as on a phone. */
export function Health({ quality }: { quality: ConnectionQuality }) {
  const label = `Connection: ${quality}`;
  return (
    <span className={`health ${quality}`} role="img" aria-label={label} title={label} data-health={quality}>
      {BARS.map((height) => (
        <span key={height} style={{ height }} />
      ))}
    </span>
  );
}
