import type { ConnectionStats, Room, TrackStats } from 'sluice-client';
import { Store } from '../ui/store';

export const SPAN_MS = 60_000;
const EVERY_MS = 1000;

/** The statistics of every track over the last minute. */
export class StatsHistory extends Store {
  connections: readonly ConnectionStats[] = [];
  readonly #tracks = new Map<string, TrackStats[]>();
  readonly #timer: ReturnType<typeof setInterval>;
  #reading = false;

  constructor(private readonly room: Room) {
    super();
    this.#timer = setInterval(() => void this.#read(), EVERY_MS);
  }

  of(participant: string, track: string): readonly TrackStats[] {
    return this.#tracks.get(key(participant, track)) ?? [];
  }

  latest(participant: string, track: string): TrackStats | undefined {
    return this.of(participant, track).at(-1);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #read(): Promise<void> {
    if (this.#reading || this.room.state !== 'joined') {
      return;
    }
    this.#reading = true;
    try {
      const { connections, tracks } = await this.room.stats();
      this.connections = connections;
      tracks.forEach(({ participant, track, stats }) => this.#add(key(participant, track), stats));
      this.#forgetOld();
      this.changed();
    } catch {
      // a connection was closed meanwhile: there is a next time
    } finally {
      this.#reading = false;
    }
  }

  #add(name: string, stats: TrackStats): void {
    this.#tracks.set(name, [...(this.#tracks.get(name) ?? []), stats]);
  }

  #forgetOld(): void {
    const oldest = performance.timeOrigin + performance.now() - SPAN_MS - EVERY_MS;
    for (const [name, samples] of this.#tracks) {
      const kept = samples.filter(({ timestamp }) => timestamp >= oldest);
      if (kept.length === 0) {
        this.#tracks.delete(name);
      } else {
        this.#tracks.set(name, kept);
      }
    }
  }
}

function key(participant: string, track: string): string {
  return `${participant}/${track}`;
}
