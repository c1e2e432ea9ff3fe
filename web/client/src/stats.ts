import type { CandidatePair, Kind, TrackStats } from './types';

/** What `getStats` reports, as far as we read it; which members there are depends on the type. */
export interface Entry {
  id: string;
  type: string;
  timestamp: number;
  // streams
  codecId?: string;
  /** Of what the other side reports: our own stream. */
  localId?: string;
  mimeType?: string;
  bytesReceived?: number;
  bytesSent?: number;
  packetsReceived?: number;
  packetsSent?: number;
  packetsLost?: number;
  jitter?: number;
  roundTripTime?: number;
  audioLevel?: number;
  frameWidth?: number;
  frameHeight?: number;
  framesPerSecond?: number;
  framesDecoded?: number;
  freezeCount?: number;
  // transports, pairs and candidates
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  remoteCandidateId?: string;
  state?: string;
  selected?: boolean;
  nominated?: boolean;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
  address?: string;
  ip?: string;
  port?: number;
  protocol?: string;
  candidateType?: string;
}

const PATIENCE_MS = 2000;

type StatsSource = { getStats(): Promise<RTCStatsReport> };

interface Sample {
  at: number;
  bytes: number;
  packets: number;
  lost: number;
}

/** Rates over less than this tell little: two callers then share the sample before. */
const SHORTEST_MS = 500;
const NOTHING: Sample = { at: 0, bytes: 0, packets: 0, lost: 0 };

/** Turns the browser's cumulative counters of one track into what people read. */
export class TrackMeter {
  readonly #direction: 'in' | 'out';
  readonly #kind: Kind;
  #before: Sample | null = null;
  #latest: Sample | null = null;

  constructor(direction: 'in' | 'out', kind: Kind) {
    this.#direction = direction;
    this.#kind = kind;
  }

  /** The counters to come are those of another sender or receiver. */
  restart(): void {
    this.#before = this.#latest = null;
  }

  async read(source: StatsSource | null, connection: RTCPeerConnection | null, direct: boolean): Promise<TrackStats> {
    const entries = await entriesOf(source);
    const rtp = find(entries, (each) => each.type === (this.#direction === 'in' ? 'inbound-rtp' : 'outbound-rtp'));
    const remote = find(entries, (each) => each.type === 'remote-inbound-rtp');
    const playout = find(entries, (each) => each.type === 'media-source') ?? rtp;
    const paths = entries.some(isPair) ? entries : await entriesOf(connection);
    const path = selectedPair(paths);
    const now = sample(rtp, this.#direction === 'in' ? rtp : remote);
    const { bitrate, lossFraction } = this.#rates(now);
    return {
      direction: this.#direction,
      kind: this.#kind,
      codec: find(entries, (each) => each.id === rtp?.codecId)?.mimeType?.split('/')[1] ?? '',
      bitrate,
      packets: now.packets,
      packetsLost: now.lost,
      lossFraction,
      jitter: (this.#direction === 'in' ? rtp : remote)?.jitter ?? 0,
      roundTripTime: remote?.roundTripTime ?? path?.currentRoundTripTime ?? null,
      ...(this.#kind === 'video' ? videoStats(rtp) : { audioLevel: playout?.audioLevel ?? 0 }),
      pair: describePair(paths, path, direct),
      timestamp: performance.timeOrigin + performance.now(),
    };
  }

  #rates(now: Sample): { bitrate: number; lossFraction: number } {
    if (this.#latest && now.at - this.#latest.at >= SHORTEST_MS) {
      this.#before = this.#latest;
    }
    const before = this.#before ?? this.#latest ?? now;
    if (this.#latest === null || now.at - this.#latest.at >= SHORTEST_MS) {
      this.#latest = now;
    }
    const seconds = (now.at - before.at) / 1000;
    const lost = Math.max(0, now.lost - before.lost);
    const all = Math.max(0, now.packets - before.packets) + (this.#direction === 'in' ? lost : 0);
    return {
      bitrate: seconds > 0 ? Math.max(0, ((now.bytes - before.bytes) * 8) / seconds) : 0,
      lossFraction: all > 0 ? Math.min(1, lost / all) : 0,
    };
  }
}

/** The selected pair of a connection and its round trip, from a whole report. */
export function pathOf(entries: Entry[], direct: boolean): { pair: CandidatePair | null; roundTripTime: number | null; outgoing: number | null } {
  const path = selectedPair(entries);
  return {
    pair: describePair(entries, path, direct),
    roundTripTime: path?.currentRoundTripTime ?? null,
    outgoing: path?.availableOutgoingBitrate ?? null,
  };
}

/**
 * The report as a list; empty when there is nothing to ask, or no more. A connection that is closed while it looks may never answer
 * (Firefox), so that is not waited for.
 */
export async function entriesOf(source: StatsSource | null): Promise<Entry[]> {
  if (source === null) {
    return [];
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<Entry[]>((resolve) => (timer = setTimeout(() => resolve([]), PATIENCE_MS)));
  try {
    return await Promise.race([source.getStats().then((report) => [...report.values()] as Entry[]), tooLate]);
  } catch {
    return []; // closed meanwhile
  } finally {
    clearTimeout(timer);
  }
}

function sample(rtp: Entry | undefined, receiver: Entry | undefined): Sample {
  return rtp
    ? {
        at: rtp.timestamp ?? 0,
        bytes: rtp.bytesReceived ?? rtp.bytesSent ?? 0,
        packets: rtp.packetsReceived ?? rtp.packetsSent ?? 0,
        lost: receiver?.packetsLost ?? 0,
      }
    : NOTHING;
}

function videoStats(rtp: Entry | undefined) {
  return {
    frameWidth: rtp?.frameWidth ?? 0,
    frameHeight: rtp?.frameHeight ?? 0,
    framesPerSecond: rtp?.framesPerSecond ?? 0,
    ...(rtp?.type === 'inbound-rtp' && { framesDecoded: rtp.framesDecoded ?? 0, freezeCount: rtp.freezeCount ?? 0 }),
  };
}

function find(entries: Entry[], isWanted: (entry: Entry) => boolean): Entry | undefined {
  return entries.find(isWanted);
}

function isPair(entry: Entry): boolean {
  return entry.type === 'candidate-pair';
}

/** By the transport where it tells, else (Firefox) by the pair itself. */
function selectedPair(entries: Entry[]): Entry | undefined {
  const chosen = find(entries, (each) => each.type === 'transport' && each.selectedCandidatePairId !== undefined);
  return chosen
    ? find(entries, (each) => each.id === chosen.selectedCandidatePairId)
    : find(entries, (each) => isPair(each) && each.state === 'succeeded' && Boolean(each.selected ?? each.nominated));
}

function describePair(entries: Entry[], pair: Entry | undefined, direct: boolean): CandidatePair | null {
  const local = find(entries, (each) => each.id === pair?.localCandidateId);
  const remote = find(entries, (each) => each.id === pair?.remoteCandidateId);
  return local && remote ? { local: end(local), remote: end(remote), protocol: local.protocol ?? '', direct } : null;
}

function end(candidate: Entry): string {
  const address = candidate.address ?? candidate.ip ?? candidate.candidateType ?? '';
  return `${address.includes(':') ? `[${address}]` : address}:${candidate.port ?? 0}`;
}
