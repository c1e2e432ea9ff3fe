import { RoomError } from './errors';
import type { Feed } from './feed';
import type { MediaHost } from './media';
import type { ServerOffer } from './messages';
import { ReceivingSession } from './receiving-session';
import { Recovery } from './recovery';

/**
 * Others' tracks on their way from the server: it offers, we answer, strictly in order.
 *
 * A session of the server is one RTCPeerConnection here. When the server begins a new one, because the connection had failed or the
 * server was replaced, the one before is kept until the new one has brought what it showed.
 */
export class SubscribeConnection {
  readonly #host: MediaHost;
  readonly #recovery: Recovery;
  #session: ReceivingSession | null = null;
  #earlier: ReceivingSession[] = [];
  #work: Promise<void> = Promise.resolve();
  /** Rises when what is still to be done is not to be done any more. */
  #generation = 0;
  #prepared: RTCPeerConnection | null = null;

  constructor(host: MediaHost) {
    this.#host = host;
    this.#recovery = new Recovery(
      () => host.send({ type: 'reconnect', connection: 'subscribe' }),
      () => host.failed(new RoomError('connection-failed', 'What others publish does not reach us.')),
    );
  }

  /** Null until the server has offered. */
  get connection(): RTCPeerConnection | null {
    return this.#session?.connection ?? null;
  }

  /** Makes a connection ahead of the first offer, so that its certificate is ready. */
  prepare(): void {
    this.#prepared ??= this.#host.newConnection();
  }

  onOffer(offer: ServerOffer): void {
    this.#enqueue(() => this.#answer(offer));
  }

  onCandidate(candidate: RTCIceCandidateInit | null): void {
    this.#enqueue(() => this.#session?.addCandidate(candidate));
  }

  /** What brings a track now; undefined while nothing does. */
  feedOf(participant: string, track: string): Feed | undefined {
    return this.#session?.feedOf(participant, track);
  }

  /** The server has ended it. */
  onClosed(): void {
    this.#recovery.request();
  }

  hurry(): void {
    this.#recovery.hurry();
  }

  /** The server begins anew, or brings nothing any more. What is shown stays until something takes its place. */
  retire(): void {
    this.#drop();
    this.#recovery.reset();
    this.#retireSession();
  }

  close(): void {
    this.#drop();
    this.#recovery.stop();
    this.#recovery.reset();
    for (const session of [...this.#earlier, this.#session]) {
      session?.close();
    }
    this.#prepared?.close();
    this.#session = this.#prepared = null;
    this.#earlier = [];
  }

  #enqueue(step: () => Promise<void> | undefined): void {
    const generation = this.#generation;
    this.#work = this.#work.then(() => (generation === this.#generation ? step() : undefined));
  }

  #drop(): void {
    this.#generation++;
    this.#work = Promise.resolve(); // what is under way on a closed connection never comes to an end
  }

  async #answer(offer: ServerOffer): Promise<void> {
    const session = this.#sessionOf(offer);
    try {
      const sdp = await session.answer(offer);
      if (session === this.#session && sdp) {
        this.#host.send({ type: 'createAnswer', connection: 'subscribe', negotiation: offer.negotiation, sdp });
        this.#recovery.expectConnected();
      }
    } catch {
      if (session === this.#session) {
        this.#recovery.request();
      }
    }
  }

  #sessionOf(offer: ServerOffer): ReceivingSession {
    const id = sessionIdOf(offer.sdp);
    if (this.#session?.id === id) {
      return this.#session;
    }
    this.#retireSession();
    const connection = this.#prepared ?? this.#host.newConnection();
    this.#prepared = null;
    this.#session = new ReceivingSession(this.#host, connection, id);
    this.#recovery.watch(connection);
    return this.#session;
  }

  #retireSession(): void {
    this.#recovery.stop();
    const session = this.#session;
    this.#session = null;
    if (session) {
      this.#earlier.push(session);
      session.retire(() => (this.#earlier = this.#earlier.filter((each) => each !== session)));
    }
  }
}

/** The `o=` line names the session; it stays the same in all offers of one connection. @see RFC 8866 5.2 */
function sessionIdOf(sdp: string): string {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? '';
}
