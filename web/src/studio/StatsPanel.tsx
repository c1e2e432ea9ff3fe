import { useEffect, useState } from 'react';
import type { Session } from './session';
import { StatsReader, type MediaStats } from './stats';

const EVERY_MS = 1000;

export function StatsPanel({ session, firstFrameMs }: { session: Session; firstFrameMs: number | null }) {
  const [stats, setStats] = useState<MediaStats | null>(null);

  useEffect(() => {
    const reader = new StatsReader();
    const timer = setInterval(() => void reader.read(session.connection).then(setStats), EVERY_MS);
    return () => clearInterval(timer);
  }, [session]);

  if (!stats) {
    return null;
  }
  return (
    <dl className="stats">
      <Figure name="Codec" value={stats.codec || '–'} />
      <Figure name="Size" value={stats.width ? `${stats.width} × ${stats.height}` : '–'} />
      <Figure name="Frames" value={`${stats.framesPerSecond} /s`} />
      <Figure name="Video" value={`${stats.videoKbps} kbit/s`} />
      <Figure name="Audio" value={`${stats.audioKbps} kbit/s`} />
      <Figure name="Lost" value={`${stats.packetsLost}`} />
      {stats.jitterMs !== null && <Figure name="Jitter" value={`${stats.jitterMs} ms`} />}
      {stats.roundTripMs !== null && <Figure name="Round trip" value={`${stats.roundTripMs} ms`} />}
      {firstFrameMs !== null && <Figure name="First frame" value={`${firstFrameMs} ms`} />}
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
