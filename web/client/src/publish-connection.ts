import { RoomError } from './errors';
import type { LocalTrack } from './local-track';
import type { ServerError } from './messages';
import type { MediaHost } from './media';
import { Recovery } from './recovery';
import { SendingSections, type Round } from './sending-sections';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: RoomError) => void;
}

/**
 * Our tracks on their way to the server: we offer, it answers.
 *
 * One negotiation is in flight at a time; whatever changes meanwhile goes into the next one, so none is lost however many
 * tracks come and go at once.
 */
export class PublishConnection {
  readonly #host: MediaHost;
  readonly #tracks = new Set<LocalTrack>();
  /** Whoever waits for the server's answer about a track. */
  readonly #waiting = new Map<LocalTrack, Waiting>();
  readonly #recovery: Recovery;
  #connection: RTCPeerConnection | null = null;
  #sections: SendingSections | null = null;
  #inFlight: { readonly negotiation: number; readonly round: Round } | null = null;
  #offering = false;
  #dirty = false;

  constructor(host: MediaHost) {
    this.#host = host;
    this.#recovery = new Recovery(
      () => this.#rebuild(),
      () => this.#giveUp(),
    );
  }

  /** Null while nothing has been published. */
  get connection(): RTCPeerConnection | null {
    return this.#connection;
  }

  /** @throws RoomError when the server refuses it */
  add(track: LocalTrack): Promise<void> {
    this.#tracks.add(track);
    if (this.#recovery.hasGivenUp) {
      this.#rebuild();
    } else {
      this.#open();
      this.#sections?.add(track);
      this.#negotiate();
    }
    return new Promise((resolve, reject) => this.#waiting.set(track, { resolve, reject }));
  }

  remove(track: LocalTrack): void {
    if (this.#tracks.delete(track)) {
      this.#sections?.remove(track);
      this.#settle(track, null);
      this.#negotiate();
    }
  }

  /** A new membership: publishes all of these from the beginning. */
  restart(tracks: Iterable<LocalTrack>): void {
    this.#closeConnection();
    this.#recovery.reset();
    for (const track of tracks) {
      this.#tracks.add(track);
    }
    if (this.#tracks.size > 0) {
      this.#begin();
    }
  }

  async onAnswer(negotiation: number, sdp: string): Promise<void> {
    const connection = this.#connection;
    const round = this.#inFlight?.round;
    if (!connection || !round || this.#inFlight?.negotiation !== negotiation) {
      return;
    }
    try {
      await connection.setRemoteDescription({ type: 'answer', sdp });
    } catch {
      this.#recovery.request();
      return;
    }
    if (connection === this.#connection) {
      this.#onAgreed(round);
    }
  }

  /** The server has refused an offer. */
  async onRefused(error: ServerError): Promise<void> {
    const connection = this.#connection;
    const round = this.#inFlight?.round;
    if (!connection || !round || this.#inFlight?.negotiation !== error.negotiation) {
      return;
    }
    await connection.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
    this.#inFlight = null;
    const refused = round.tracks.filter((track) => this.#waiting.has(track));
    if (refused.length === 0) {
      this.#recovery.request(); // what was agreed before is agreed no more
      return;
    }
    for (const track of refused) {
      this.#settle(track, new RoomError(error.code, error.message));
    }
    this.#continue();
  }

  async onCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    await this.#connection?.addIceCandidate(candidate ?? undefined).catch(() => undefined);
  }

  /** The server has ended it. */
  onClosed(): void {
    this.#recovery.request();
  }

  hurry(): void {
    this.#recovery.hurry();
  }

  close(): void {
    this.#closeConnection();
    this.#recovery.reset();
    this.#tracks.clear();
    this.#settleAll(null);
  }

  #open(): void {
    if (this.#connection) {
      return;
    }
    const connection = this.#host.newConnection();
    this.#connection = connection;
    this.#sections = new SendingSections(connection, false, this.#host.videoCodec);
    this.#recovery.watch(connection);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null || candidate.candidate !== '') {
        this.#host.send({ type: 'addIceCandidate', connection: 'publish', candidate: candidate?.toJSON() ?? null });
      }
    };
    connection.addEventListener('connectionstatechange', () => this.#host.changed());
  }

  #begin(): void {
    this.#open();
    for (const track of this.#tracks) {
      this.#sections?.add(track);
    }
    this.#negotiate();
  }

  #rebuild(): void {
    this.#closeConnection();
    this.#host.send({ type: 'reconnect', connection: 'publish' });
    if (this.#tracks.size > 0) {
      this.#begin();
    }
  }

  /** What is published already is remembered, and published again by the next one that is added or when the server has been reached again. */
  #giveUp(): void {
    const error = new RoomError('connection-failed', 'What we publish does not reach the server.');
    this.#closeConnection();
    this.#settleAll(error);
    this.#host.failed(error);
    this.#host.changed();
  }

  #closeConnection(): void {
    this.#recovery.stop();
    this.#sections?.close();
    this.#connection?.close();
    this.#connection = this.#sections = this.#inFlight = null;
    this.#offering = this.#dirty = false;
  }

  #negotiate(): void {
    if (!this.#connection) {
      return;
    }
    if (this.#offering || this.#inFlight) {
      this.#dirty = true;
      return;
    }
    this.#offering = true;
    const connection = this.#connection;
    queueMicrotask(() => void this.#offer(connection)); // what is published in one go makes one offer
  }

  async #offer(connection: RTCPeerConnection | null): Promise<void> {
    const sections = this.#sections;
    if (!connection || !sections || connection !== this.#connection) {
      return;
    }
    const round = sections.round();
    try {
      await connection.setLocalDescription();
    } catch {
      this.#recovery.request();
      return;
    }
    if (connection !== this.#connection) {
      return;
    }
    const negotiation = this.#host.nextNegotiation();
    this.#offering = false;
    this.#inFlight = { negotiation, round };
    const tracks = sections.describe();
    this.#host.send({ type: 'createOffer', connection: 'publish', negotiation, sdp: connection.localDescription!.sdp, tracks });
    this.#host.announced(round.tracks);
  }

  #onAgreed(round: Round): void {
    this.#inFlight = null;
    this.#recovery.expectConnected();
    const rejected = new Set(this.#sections?.settle(round));
    for (const track of round.tracks) {
      this.#settle(track, rejected.has(track) ? new RoomError('no-common-codec', 'The server has no use for this track.') : null);
    }
    this.#continue();
  }

  #continue(): void {
    if (this.#dirty) {
      this.#dirty = false;
      this.#negotiate();
    }
  }

  #settleAll(error: RoomError | null): void {
    for (const track of [...this.#waiting.keys()]) {
      this.#settle(track, error);
    }
  }

  #settle(track: LocalTrack, error: RoomError | null): void {
    const waiting = this.#waiting.get(track);
    this.#waiting.delete(track);
    if (error) {
      waiting?.reject(error);
    } else {
      waiting?.resolve();
    }
  }
}
