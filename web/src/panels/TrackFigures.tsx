import type { TrackStats } from 'sluice-client';
import { bitrate, milliseconds, percent } from '../logic/format';
import { Sparkline } from './Sparkline';

interface TrackFiguresProps {
  title: string;
  samples: readonly TrackStats[];
  now: number;
}

/** One track: what it is now, and how it went for the last minute. */
export function TrackFigures({ title, samples, now }: TrackFiguresProps) {
  const latest = samples.at(-1)!;
  const { pair } = latest;
  const points = (figure: (stats: TrackStats) => number | null | undefined) =>
    samples.map((stats) => ({ at: stats.timestamp, value: figure(stats) ?? null }));
  return (
    <section className="stats-section" data-track-kind={latest.kind}>
      <h3>
        {title} <small>{latest.direction === 'in' ? 'received' : 'sent'}</small>
      </h3>
      <dl className="figures">
        {latest.kind === 'video' && <Figure name="resolution" label="Resolution" value={`${latest.frameWidth} × ${latest.frameHeight}`} />}
        <Figure name="codec" label="Codec" value={latest.codec || '–'} />
        <Figure name="packets" label="Packets lost" value={`${latest.packetsLost} of ${latest.packets}`} />
        <Figure name="path" label="Path" value={pair ? (pair.direct ? 'direct' : 'via the server') : '–'} />
      </dl>
      <div className="plots">
        <Sparkline label="Bitrate" value={bitrate(latest.bitrate)} points={points((stats) => stats.bitrate)} now={now} least={20_000} format={bitrate} />
        {latest.kind === 'video' && (
          <Sparkline label="Frame rate" value={`${Math.round(latest.framesPerSecond ?? 0)} fps`} points={points((stats) => stats.framesPerSecond)} now={now} least={20} format={String} />
        )}
        <Sparkline label="Loss" value={percent(latest.lossFraction)} points={points((stats) => stats.lossFraction)} now={now} least={0.05} format={percent} />
        <Sparkline label="Jitter" value={milliseconds(latest.jitter)} points={points((stats) => stats.jitter)} now={now} least={0.02} format={milliseconds} />
        <Sparkline label="Round trip" value={milliseconds(latest.roundTripTime)} points={points((stats) => stats.roundTripTime)} now={now} least={0.02} format={milliseconds} />
      </div>
      {pair && (
        <p className="pair" data-figure="pair" data-direct={pair.direct}>
          {pair.local} → {pair.remote} {pair.protocol}
        </p>
      )}
    </section>
  );
}

function Figure({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <div data-figure={name}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
