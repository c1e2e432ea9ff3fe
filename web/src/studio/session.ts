/**
 * One media session with the server over HTTP: WHIP (RFC 9725) to publish, WHEP to play.
 *
 * The server is an ICE-lite agent that puts all its candidates into the answer and learns ours from our checks, so the
 * offer is sent at once, without waiting for candidates and without trickling them.
 */
export class Session {
  readonly connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  /** When the offer was posted, on the clock of `performance.now()`. */
  postedAt = 0;
  /** Comes true when the session is over, whoever ended it. */
  readonly ended: Promise<void>;
  #end: () => void = () => undefined;
  #resource: string | null = null;
  #closed = false;

  /** The server need not wait for consent to run out when somebody just closes the tab. */
  readonly #onPageHide = () => this.close();

  constructor() {
    addEventListener('pagehide', this.#onPageHide);
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.connection.addEventListener('connectionstatechange', () => {
      if (this.connection.connectionState === 'failed') {
        this.#end();
      }
    });
  }

  /**
   * Offers what has been added to the connection and applies the server's answer.
   *
   * @throws SessionError when the server refuses
   */
  async negotiate(url: string): Promise<void> {
    await this.connection.setLocalDescription();
    this.postedAt = performance.now();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: this.connection.localDescription!.sdp,
    });
    const body = await response.text();
    if (response.status !== 201) {
      throw new SessionError(response.status, body.trim() || response.statusText);
    }
    this.#resource = new URL(response.headers.get('Location')!, response.url).href;
    if (this.#closed) {
      this.#delete();
      return;
    }
    await this.connection.setRemoteDescription({ type: 'answer', sdp: body });
    this.#watchTransport();
  }

  /** Ends the session at both ends. May be called at any time, also twice. */
  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      removeEventListener('pagehide', this.#onPageHide);
      this.connection.close();
      this.#end();
      this.#delete();
    }
  }

  /** A server that leaves closes its DTLS; the state of the connection as a whole does not tell of it. */
  #watchTransport(): void {
    const transport = this.connection.getReceivers().map((receiver) => receiver.transport).find((each) => each !== null);
    transport?.addEventListener('statechange', () => {
      if (transport.state === 'closed' || transport.state === 'failed') {
        this.#end();
      }
    });
  }

  #delete(): void {
    if (this.#resource) {
      void fetch(this.#resource, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    }
  }
}

/** What the server answered instead of 201, with its own words. */
export class SessionError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
