import type { Call } from '../call/call';
import { bitrate } from '../logic/format';
import { useStore } from '../ui/useStore';
import type { Person } from './people';

/** The shortest statistics, on the tile itself. */
export function TileFigures({ call, person }: { call: Call; person: Person }) {
  const history = useStore(call.history);
  const id = person.isSelf ? call.room.local.track('camera')?.id : person.camera?.id;
  const stats = id === undefined ? undefined : history.latest(person.id, id);
  if (!stats || !person.hasCamera) {
    return null;
  }
  const { frameWidth = 0, frameHeight = 0, framesPerSecond = 0 } = stats;
  return (
    <p className="tile-figures">
      {frameWidth}×{frameHeight} · {Math.round(framesPerSecond)} fps · {bitrate(stats.bitrate)} · {stats.codec}
    </p>
  );
}
