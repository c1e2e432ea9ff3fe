import type { NamedConnection } from './media';
import { entriesOf, pathOf, type Entry } from './stats';
import type { ConnectionQuality } from './types';

const EVERY_MS = 2000;
/** From worst to best: what is beyond one of a row's limits is that bad. */
const LIMITS: readonly { quality: ConnectionQuality; loss: number; roundTrip: number; jitter: number }[] = [
  { quality: 'poor', loss: 0.1, roundTrip: 0.7, jitter: 0.15 },
  { quality: 'fair', loss: 0.03, roundTrip: 0.3, jitter: 0.06 },
];

interface Counters {
  packets: number;
  lost: number;
}

/** Looks at all connections every other second and judges them by loss, round trip, jitter and state. */
export class QualityMonitor {
  readonly #connections: () => NamedConnection[];
  readonly #changed: () => void;
  #before = new Map<string, Counters>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #quality: ConnectionQuality = 'good';

  constructor(connections: () => NamedConnection[], changed: () => void) {
    this.#connections = connections;
    this.#changed = changed;
  }

  get quality(): ConnectionQuality {
    return this.#quality;
  }

  start(): void {
    this.stop();
    this.#timer = setInterval(() => void this.#judge(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #judge(): Promise<void> {
    const connections = this.#connections();
    const reports = await Promise.all(connections.map(({ connection }) => entriesOf(connection)));
    const quality = connections.some(isBroken) ? 'lost' : this.#rate(reports);
    if (quality !== this.#quality) {
      this.#quality = quality;
      this.#changed();
    }
  }

  #rate(reports: Entry[][]): ConnectionQuality {
    const streams = reports.flatMap((entries, index) =>
      entries.filter(isStream).map((entry) => ({ key: `${index} ${entry.id}`, entry, counters: counters(entry, entries) })),
    );
    const loss = this.#loss(streams);
    const jitter = Math.max(0, ...streams.map(({ entry }) => entry.jitter ?? 0));
    const roundTrip = Math.max(0, ...reports.map((entries) => pathOf(entries, false).roundTripTime ?? 0));
    const worst = LIMITS.find((limit) => loss > limit.loss || roundTrip > limit.roundTrip || jitter > limit.jitter);
    return worst?.quality ?? 'good';
  }

  /** Fraction of packets lost since the last look, of all that travel either way. */
  #loss(streams: readonly { key: string; counters: Counters }[]): number {
    const now = new Map(streams.map(({ key, counters: each }) => [key, each]));
    let packets = 0;
    let lost = 0;
    for (const [key, counter] of now) {
      const before = this.#before.get(key);
      if (before) {
        packets += Math.max(0, counter.packets - before.packets);
        lost += Math.max(0, counter.lost - before.lost);
      }
    }
    this.#before = now;
    return packets + lost > 0 ? lost / (packets + lost) : 0;
  }
}

function isBroken({ connection }: NamedConnection): boolean {
  return connection.connectionState === 'failed' || connection.connectionState === 'disconnected';
}

/** What we receive, and what the other side says it receives of us. */
function isStream(entry: Entry): boolean {
  return entry.type === 'inbound-rtp' || entry.type === 'remote-inbound-rtp';
}

/** Chromium does not say how many of our packets the other side has received, only how many it has lost. */
function counters({ packetsReceived, packetsLost = 0, localId }: Entry, entries: readonly Entry[]): Counters {
  const sent = entries.find(({ id }) => id === localId)?.packetsSent ?? 0;
  return { packets: packetsReceived ?? sent - packetsLost, lost: packetsLost };
}
