import type { Feed } from './feed';
import type { MediaHost } from './media';
import type { BroughtTrack, ServerOffer } from './messages';

/** A session that has been replaced is closed when its tracks are seen elsewhere, and after so long anyway. */
const LONGEST_RETIREMENT_MS = 20_000;

interface Brought extends BroughtTrack {
  readonly feed: Feed;
}

/** One RTCPeerConnection on which the server sends us tracks. */
export class ReceivingSession {
  readonly connection: RTCPeerConnection;
  /** From the `o=` line of its offers. */
  readonly id: string;
  readonly #host: MediaHost;
  readonly #brought = new Map<string, Brought>();
  /** Feeds that are shown, or may be. */
  readonly #inUse = new Set<Feed>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onClosed: (() => void) | null = null;

  constructor(host: MediaHost, connection: RTCPeerConnection, id: string) {
    this.#host = host;
    this.connection = connection;
    this.id = id;
    connection.onicecandidate = ({ candidate }) => {
      if (!this.#onClosed && (candidate === null || candidate.candidate !== '')) {
        host.send({ type: 'addIceCandidate', connection: 'subscribe', candidate: candidate?.toJSON() ?? null });
      }
    };
    connection.addEventListener('connectionstatechange', () => host.changed());
  }

  /** Applies the offer; its tracks are handed over as soon as they are there. Empty when the session has been closed meanwhile. */
  async answer(offer: ServerOffer): Promise<string> {
    await this.connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
    this.#match(offer.tracks);
    await this.connection.setLocalDescription();
    return this.connection.localDescription?.sdp ?? '';
  }

  async addCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    await this.connection.addIceCandidate(candidate ?? undefined).catch(() => undefined);
  }

  feedOf(participant: string, track: string): Feed | undefined {
    return [...this.#brought.values()].find((each) => each.participant === participant && each.track === track)?.feed;
  }

  /** Closes it as soon as nothing of it is shown any more. */
  retire(onClosed: () => void): void {
    this.#onClosed = onClosed;
    this.#timer = setTimeout(() => this.close(), LONGEST_RETIREMENT_MS);
    this.#closeIfUnused();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.connection.close();
    this.#onClosed?.();
  }

  #match(tracks: readonly BroughtTrack[]): void {
    const listed = new Map(tracks.map((track) => [track.mid, track]));
    for (const [mid, before] of this.#brought) {
      const now = listed.get(mid);
      if (now?.participant !== before.participant || now.track !== before.track) {
        this.#brought.delete(mid);
        this.#host.withdrawn(before.participant, before.track, before.feed);
      }
    }
    for (const track of tracks) {
      if (!this.#brought.has(track.mid)) {
        this.#bring(track);
      }
    }
  }

  #bring(track: BroughtTrack): void {
    const receiver = this.connection.getTransceivers().find((each) => each.mid === track.mid)?.receiver;
    if (!receiver) {
      return;
    }
    const feed: Feed = {
      mediaTrack: receiver.track,
      receiver,
      connection: this.connection,
      direct: false,
      replaced: () => this.#onReplaced(feed),
    };
    this.#brought.set(track.mid, { ...track, feed });
    this.#inUse.add(feed);
    this.#host.brought(track.participant, track.track, feed);
  }

  #onReplaced(feed: Feed): void {
    this.#inUse.delete(feed);
    this.#closeIfUnused();
  }

  #closeIfUnused(): void {
    if (this.#onClosed && this.#inUse.size === 0) {
      this.close();
    }
  }
}
