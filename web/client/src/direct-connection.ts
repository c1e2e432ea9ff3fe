import { RoomError } from './errors';
import type { Feed } from './feed';
import type { LocalTrack } from './local-track';
import type { MediaHost } from './media';
import type { OfferedTrack, PeerAnswer, PeerOffer } from './messages';
import { SendingSections, type Round } from './sending-sections';

/** Who joined later offers first; the other waits so long for it, so that the first offers do not always collide. */
const FIRST_OFFER_MS = 1500;
/** A connection that the room has moved away from is closed when both sides are done with it, and after so long anyway. */
const LONGEST_RETIREMENT_MS = 60_000;
/** Two browsers that find each other do so in a few seconds. Who waits longer is told why. */
const PATIENCE_MS = 20_000;
const RESTART_AFTER_MS = 4000;
const LONGEST_RESTART_MS = 30_000;
const MOVED = 'moved';

/**
 * The connection with the other browser of a room that is peer to peer: perfect negotiation, as the W3C's example has it.
 *
 * Each side sends on sections of its own. A data channel lets ICE connect before anybody publishes; over it each side tells, when the
 * room has moved to the server, that it sees everything there and needs this connection no more.
 *
 * @see https://www.w3.org/TR/webrtc/#perfect-negotiation-example
 */
export class DirectConnection {
  readonly connection: RTCPeerConnection;
  /** Participant id of the other side. */
  readonly peer: string;
  readonly #host: MediaHost;
  readonly #sections: SendingSections;
  readonly #channel: RTCDataChannel;
  readonly #feeds = new Map<string, { readonly track: string; readonly feed: Feed }>();
  readonly #inUse = new Set<Feed>();
  #polite: boolean;
  #started = false;
  #makingOffer = false;
  #ignoresOffer = false;
  #settingAnswer = false;
  #negotiation = -1;
  #round: Round | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #restarts = 0;
  #retired: (() => void) | null = null;
  #hasMoved = false;
  #peerHasMoved = false;
  #closed = false;

  constructor(host: MediaHost, peer: string, polite: boolean, tracks: Iterable<LocalTrack>) {
    this.#host = host;
    this.peer = peer;
    this.#polite = polite;
    this.connection = host.newConnection();
    this.#sections = new SendingSections(this.connection, true, host.videoCodec);
    this.#channel = this.connection.createDataChannel('sluice', { negotiated: true, id: 0 });
    this.#listen();
    for (const track of tracks) {
      this.#sections.add(track);
    }
    this.#patience = setTimeout(() => this.#complain(), PATIENCE_MS);
    if (polite) {
      this.#start();
    } else {
      this.#timer = setTimeout(() => this.#startUnasked(), FIRST_OFFER_MS);
    }
  }

  add(track: LocalTrack): void {
    this.#sections.add(track);
  }

  remove(track: LocalTrack): void {
    this.#sections.remove(track);
  }

  feedOf(track: string): Feed | undefined {
    return [...this.#feeds.values()].find((each) => each.track === track)?.feed;
  }

  async onOffer(offer: PeerOffer): Promise<void> {
    this.#polite = offer.polite ?? this.#polite;
    const readyForOffer = !this.#makingOffer && (this.connection.signalingState === 'stable' || this.#settingAnswer);
    this.#ignoresOffer = !this.#polite && !readyForOffer;
    if (this.#ignoresOffer || this.#closed) {
      return;
    }
    this.#start();
    try {
      await this.connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
      this.#match(offer.tracks ?? []);
      const round = this.#sections.round();
      await this.connection.setLocalDescription();
      this.#say('createAnswer', offer.negotiation, round);
      this.#sections.settle(round);
    } catch {
      // closed meanwhile, or nonsense from the other side: a restart mends what can be mended
    }
  }

  async onAnswer(answer: PeerAnswer): Promise<void> {
    if (this.connection.signalingState !== 'have-local-offer' || (answer.negotiation ?? this.#negotiation) !== this.#negotiation) {
      return; // to an offer that has been taken back
    }
    const round = this.#round;
    this.#settingAnswer = true;
    try {
      await this.connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
      this.#match(answer.tracks ?? []);
      if (round) {
        this.#sections.settle(round);
      }
    } catch {
      // see onOffer
    } finally {
      this.#settingAnswer = false;
    }
  }

  async onCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    await this.connection.addIceCandidate(candidate ?? undefined).catch(() => undefined); // of an offer that was ignored
  }

  /** The server has been reached again: what looks broken is mended now. */
  hurry(): void {
    const { connectionState } = this.connection;
    if (!this.#retired && (connectionState === 'failed' || connectionState === 'disconnected')) {
      this.#restarts = 0;
      this.connection.restartIce();
    }
  }

  /** The room's media goes another way from now on: closes this one when neither side shows anything of it any more. */
  retire(onClosed: () => void): void {
    this.#retired = onClosed;
    this.connection.onnegotiationneeded = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#patience);
    this.#timer = setTimeout(() => this.close(), LONGEST_RETIREMENT_MS);
    this.#closeIfUnused();
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      clearTimeout(this.#timer);
      clearTimeout(this.#patience);
      this.#sections.close();
      this.connection.close();
      this.#retired?.();
    }
  }

  #listen(): void {
    this.connection.onicecandidate = ({ candidate }) => {
      if (!this.#retired && (candidate === null || candidate.candidate !== '')) {
        this.#host.send({ type: 'addIceCandidate', to: this.peer, candidate: candidate?.toJSON() ?? null });
      }
    };
    this.connection.addEventListener('connectionstatechange', () => this.#onState());
    this.#channel.onopen = () => this.#closeIfUnused();
    this.#channel.onmessage = ({ data }) => {
      this.#peerHasMoved ||= data === MOVED;
      this.#closeIfUnused();
    };
  }

  /** Offers from now on whenever there is something to negotiate. */
  #start(): void {
    if (!this.#started && !this.#retired) {
      this.#started = true;
      clearTimeout(this.#timer);
      this.connection.onnegotiationneeded = () => void this.#offer();
    }
  }

  /** The other side has not offered; the browser's request to negotiate has come and gone meanwhile. */
  #startUnasked(): void {
    this.#start();
    void this.#offer();
  }

  async #offer(): Promise<void> {
    if (this.#makingOffer || this.#retired || this.#closed) {
      return;
    }
    try {
      this.#makingOffer = true;
      const round = this.#sections.round();
      await this.connection.setLocalDescription();
      if (this.connection.localDescription?.type === 'offer') {
        this.#round = round;
        this.#negotiation = this.#host.nextNegotiation();
        this.#say('createOffer', this.#negotiation, round);
      }
    } catch {
      // closed meanwhile
    } finally {
      this.#makingOffer = false;
    }
  }

  #say(type: 'createOffer' | 'createAnswer', negotiation: number, round: Round): void {
    if (!this.#closed) {
      const description = { to: this.peer, negotiation, sdp: this.connection.localDescription!.sdp, tracks: this.#sections.describe() };
      this.#host.send(type === 'createOffer' ? { type, ...description } : { type, ...description });
      this.#host.announced(round.tracks);
    }
  }

  #match(tracks: readonly OfferedTrack[]): void {
    const listed = new Map(tracks.map(({ mid, track }) => [mid, track]));
    for (const [mid, { track, feed }] of this.#feeds) {
      if (listed.get(mid) !== track) {
        this.#feeds.delete(mid);
        this.#host.withdrawn(this.peer, track, feed);
      }
    }
    for (const [mid, track] of listed) {
      if (!this.#feeds.has(mid)) {
        this.#bring(mid, track);
      }
    }
  }

  #bring(mid: string, track: string): void {
    const receiver = this.connection.getTransceivers().find((each) => each.mid === mid)?.receiver;
    if (!receiver) {
      return;
    }
    const feed: Feed = {
      mediaTrack: receiver.track,
      receiver,
      connection: this.connection,
      direct: true,
      replaced: () => {
        this.#inUse.delete(feed);
        this.#closeIfUnused();
      },
    };
    this.#feeds.set(mid, { track, feed });
    this.#inUse.add(feed);
    this.#host.brought(this.peer, track, feed);
  }

  #onState(): void {
    this.#host.changed();
    if (this.#retired) {
      this.#closeIfUnused();
      return;
    }
    clearTimeout(this.#started ? this.#timer : undefined);
    switch (this.connection.connectionState) {
      case 'connected':
        this.#restarts = 0;
        clearTimeout(this.#patience);
        break;
      case 'disconnected':
        this.#restartIn(RESTART_AFTER_MS);
        break;
      case 'failed':
        this.#restartIn(this.#restarts === 0 ? 0 : Math.min(LONGEST_RESTART_MS, 1000 * 2 ** this.#restarts));
        break;
    }
  }

  /** Never connected so far. A path may come yet: trying goes on. */
  #complain(): void {
    this.#host.failed(
      new RoomError(
        'connection-failed',
        "No direct path between the two browsers was found: they are in different networks, or something between them lets no UDP through. Join again and choose 'Through the server'.",
      ),
    );
  }

  #restartIn(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#restarts++;
      this.connection.restartIce();
    }, ms);
  }

  #closeIfUnused(): void {
    if (!this.#retired || this.#inUse.size > 0) {
      return;
    }
    if (this.#channel.readyState === 'open' && !this.#hasMoved) {
      this.#hasMoved = true;
      this.#channel.send(MOVED);
    }
    const { connectionState } = this.connection;
    if (this.#peerHasMoved || connectionState === 'failed' || connectionState === 'closed' || connectionState === 'new') {
      // What was sent a moment ago may still be on its way.
      setTimeout(() => this.close(), 100);
    }
  }
}
