/** A connection may find its way again by itself; when the network has changed, {@link Recovery.hurry} comes first. */
const DISCONNECTED_MS = 8000;
/** A slow handshake is not helped by beginning it again. Browsers and the server give up by themselves, too. */
const CONNECTING_MS = 30_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8000;
const MOST_ATTEMPTS = 8;
const STEADY_MS = 10_000;

/** Watches a connection and has it repaired when it has failed: at once, then ever less often, and not for ever. */
export class Recovery {
  readonly #repair: () => void;
  readonly #giveUp: () => void;
  #connection: RTCPeerConnection | null = null;
  #attempts = 0;
  #hasGivenUp = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #steady: ReturnType<typeof setTimeout> | undefined;

  constructor(repair: () => void, giveUp: () => void) {
    this.#repair = repair;
    this.#giveUp = giveUp;
  }

  /** Nothing is tried any more until another connection is to be watched. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp;
  }

  /** From now on this connection is meant, and none before it. */
  watch(connection: RTCPeerConnection): void {
    this.stop();
    if (this.#hasGivenUp) {
      this.reset();
    }
    this.#connection = connection;
    connection.addEventListener('connectionstatechange', this.#onState);
  }

  /** Both descriptions are there: it ought to be connected soon. */
  expectConnected(): void {
    if (this.#connection?.connectionState === 'new') {
      this.#requestIn(CONNECTING_MS);
    }
  }

  /** The connection is of no use any more, whatever its state. */
  request(): void {
    clearTimeout(this.#steady);
    if (this.#hasGivenUp) {
      return;
    }
    if (this.#attempts >= MOST_ATTEMPTS) {
      this.#hasGivenUp = true;
      this.stop();
      this.#giveUp();
      return;
    }
    const delay = this.#attempts === 0 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#attempts - 1));
    this.#attempts++;
    this.stop();
    this.#timer = setTimeout(this.#repair, delay);
  }

  /** The server has been reached again: what looks broken is repaired now, and trying begins anew. */
  hurry(): void {
    this.#attempts = 0;
    if (this.#hasGivenUp) {
      this.#repair();
      return;
    }
    const state = this.#connection?.connectionState;
    if (state === 'failed' || state === 'disconnected') {
      this.request();
    }
  }

  /** Forgets how often it was tried in vain. */
  reset(): void {
    this.#attempts = 0;
    this.#hasGivenUp = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#steady);
    this.#connection?.removeEventListener('connectionstatechange', this.#onState);
    this.#connection = null;
  }

  readonly #onState = (): void => {
    clearTimeout(this.#timer);
    clearTimeout(this.#steady);
    switch (this.#connection?.connectionState) {
      case 'connected':
        this.#steady = setTimeout(() => (this.#attempts = 0), STEADY_MS);
        break;
      case 'disconnected':
        this.#requestIn(DISCONNECTED_MS);
        break;
      case 'connecting':
        this.#requestIn(CONNECTING_MS);
        break;
      case 'failed':
        this.request();
        break;
    }
  };

  #requestIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.request(), ms);
  }
}
