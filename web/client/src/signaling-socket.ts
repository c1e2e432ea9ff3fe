import type { ClientMessage, ServerMessage } from './messages';

/** A server that has sent nothing for so long is asked whether it is there. */
const QUIET_MS = 2500;
/** One that does not answer for so long is not. */
const PATIENCE_MS = 2500;
/** The same after the computer or its network has woken up, when a dead socket is likely. */
const SHORT_PATIENCE_MS = 1500;
const OPENING_MS = 5000;

/** Codes of our own for sockets that the server did not close. */
export const SILENT = 4900;
export const BROKEN = 4901;

export interface SocketEvents {
  opened(): void;
  message(message: ServerMessage & { seq?: number }): void;
  /** Called once, and nothing after it. */
  lost(code: number): void;
}

/**
 * One WebSocket, which is found dead within seconds when it has gone silent: browsers notice a lost network only after
 * minutes, and do not show the pings of the WebSocket itself.
 */
export class SignalingSocket {
  readonly #socket: WebSocket;
  readonly #events: SocketEvents;
  #timer: ReturnType<typeof setTimeout>;
  #over = false;

  constructor(url: string, events: SocketEvents) {
    this.#events = events;
    this.#socket = new WebSocket(url);
    this.#timer = setTimeout(() => this.#lose(SILENT), OPENING_MS);
    this.#socket.onopen = () => this.#onOpen();
    this.#socket.onmessage = ({ data }) => this.#onMessage(data);
    this.#socket.onclose = ({ code }) => this.#lose(code);
  }

  send(message: ClientMessage & { seq?: number }): void {
    if (this.#socket.readyState === 1) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  /** Asks the server now whether it is there. */
  check(): void {
    if (!this.#over && this.#socket.readyState === 1) {
      this.#ping(SHORT_PATIENCE_MS);
    }
  }

  /** Ends it without a word to {@link SocketEvents}. What has been sent before still goes out. */
  close(): void {
    this.#forget();
    this.#socket.close(1000);
  }

  /** Nothing is expected of it any more, and the server is about to close it. */
  leaveToServer(): void {
    this.#forget();
    setTimeout(() => this.#socket.close(1000), PATIENCE_MS);
  }

  #forget(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
  }

  #onOpen(): void {
    this.#listen();
    this.#events.opened();
  }

  #onMessage(data: unknown): void {
    this.#listen();
    const message = parse(data);
    if (message) {
      this.#events.message(message);
    } else {
      this.#lose(BROKEN);
    }
  }

  #listen(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ping(PATIENCE_MS), QUIET_MS);
  }

  #ping(patience: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(SILENT), patience);
    this.send({ type: 'ping' });
  }

  #lose(code: number): void {
    if (!this.#over) {
      this.close();
      this.#events.lost(code);
    }
  }
}

function parse(data: unknown): (ServerMessage & { seq?: number }) | null {
  try {
    const message: unknown = JSON.parse(String(data));
    return typeof message === 'object' && message !== null && 'type' in message ? (message as ServerMessage) : null;
  } catch {
    return null;
  }
}
