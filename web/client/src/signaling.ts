import { Backoff } from './backoff';
import { RoomError } from './errors';
import type { ClientMessage, Event, Joined, Numbered, ServerError, ServerMessage } from './messages';
import { Outbox } from './outbox';
import type { SessionToken } from './session-token';
import { BROKEN, SignalingSocket } from './signaling-socket';

/** Who wants to join what. */
export interface Invitation {
  readonly url: string;
  readonly room: string;
  readonly name: string;
  readonly mode?: 'sfu' | 'p2p';
  readonly joinTimeout: number;
}

export interface SignalingEvents {
  /** For the first time, or again: then nothing of the membership before is left on the server. */
  joined(message: Joined): void;
  /** The server has everything that we had sent, and we have everything from it. */
  resumed(): void;
  /** The server cannot be reached; it is being tried again. */
  lost(): void;
  /** We are out, and stay out. */
  ended(error: RoomError): void;
  message(event: Event): void;
}

/** What the server knows us by, over all sockets. */
interface Session {
  token: string;
  /** Number of the last message that has come. */
  received: number;
  outbox: Outbox;
}

/** Closed because somebody else, most likely a copy of this tab, has taken the membership over. */
const REPLACED = 4001;
/** Codes after which repeating what was sent would end in the same way: not text, not JSON, too big. */
const INDIGESTIBLE = new Set([1003, 1007, 1009]);
/** A socket that has lived so long was a good one. */
const STEADY_MS = 3000;

/** Refusals that pass by themselves once we have been in. */
const PASSING = new Set(['shutting-down', 'server-full']);

/**
 * The conversation with the server over as many sockets as it takes.
 *
 * A lost socket is replaced and the session resumed: messages are numbered on both sides, and whatever the other side has not
 * received is sent again. When the server has forgotten the session, or has been replaced, the room is joined again.
 */
export class Signaling {
  readonly #invitation: Invitation;
  readonly #token: SessionToken;
  readonly #events: SignalingEvents;
  readonly #backoff = new Backoff();
  #socket: SignalingSocket | null = null;
  #session: Session | null = null;
  #isUp = false;
  #upSince = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** While the first join is under way. */
  #pending: { resolve(): void; reject(error: RoomError): void; deadline: number } | null = null;

  constructor(invitation: Invitation, token: SessionToken, events: SignalingEvents) {
    this.#invitation = invitation;
    this.#token = token;
    this.#events = events;
  }

  /** @throws RoomError when the server refuses, or cannot be reached in time */
  join(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject, deadline: Date.now() + this.#invitation.joinTimeout };
      this.#connect();
    });
  }

  /** Joins again with nothing left of the membership before. */
  rejoin(): void {
    this.#session = null;
    this.#drop();
    this.#connect();
  }

  /** Sends now, or as soon as the server can be reached again; exactly once. Nothing is sent unless joined. */
  send(message: Numbered): void {
    const sent = this.#session?.outbox.add(message);
    if (sent && this.#isUp) {
      this.#socket?.send(sent);
    }
  }

  /** The computer, its network or the tab has woken up: looks at once whether the server is there. */
  wake(): void {
    if (this.#socket) {
      this.#socket.check();
    } else if (this.#retry !== undefined) {
      this.#connect();
    }
  }

  /** Leaves the room. Nothing comes after it. */
  leave(): void {
    this.send({ type: 'leave' });
    this.#session = null;
    this.#drop();
    this.#pending?.reject(new RoomError('left', 'The room was left before it was joined.'));
    this.#pending = null;
  }

  #connect(): void {
    this.#cancelRetry();
    this.#socket = new SignalingSocket(this.#invitation.url, {
      opened: () => this.#onOpened(),
      message: (message) => this.#onMessage(message),
      lost: (code) => this.#onLost(code),
    });
  }

  #onOpened(): void {
    this.#speak(this.#session ? { type: 'resume', token: this.#session.token, received: this.#session.received } : this.#joinMessage());
  }

  #joinMessage(): ClientMessage {
    const { room, name, mode } = this.#invitation;
    const token = this.#token.read();
    return { type: 'join', room, name, protocol: 1, ...(mode && { mode }), ...(token && { token }) };
  }

  #speak(message: ClientMessage): void {
    this.#socket?.send(message);
  }

  #onMessage(message: ServerMessage & { seq?: number }): void {
    switch (message.type) {
      case 'joined':
        return this.#onJoined(message);
      case 'resumed':
        return this.#onResumed(message.received);
      case 'comeBack':
        return this.#onComeBack(message.after);
      case 'pong':
        return;
      default:
        return this.#onEvent(message);
    }
  }

  #onJoined(message: Joined): void {
    this.#session = { token: message.token, received: 0, outbox: new Outbox() };
    this.#token.write(message.token);
    this.#up();
    this.#events.joined(message);
    this.#pending?.resolve();
    this.#pending = null;
  }

  #onResumed(received: number): void {
    const missed = this.#session?.outbox.after(received);
    if (!missed) {
      this.rejoin();
      return;
    }
    this.#up();
    missed.forEach((sent) => this.#socket?.send(sent));
    this.#events.resumed();
  }

  #up(): void {
    this.#isUp = true;
    this.#upSince = Date.now();
  }

  #onEvent(event: Event & { seq?: number }): void {
    if (event.seq === undefined) {
      if (event.type === 'error') {
        this.#onRefused(event);
      }
    } else if (this.#isUp && this.#session && event.seq === this.#session.received + 1) {
      this.#session.received++;
      this.#events.message(event);
    } else if (this.#isUp && this.#session && event.seq > this.#session.received) {
      this.#lose(BROKEN); // one is missing: resuming brings it
    }
  }

  #onRefused(error: ServerError): void {
    if (this.#isUp) {
      this.#events.message(error);
    } else if (error.code === 'gone') {
      this.#session = null;
      this.#speak(this.#joinMessage());
    } else if (!this.#pending && PASSING.has(error.code)) {
      this.#session = null;
      this.#lose(BROKEN);
    } else {
      this.#end(new RoomError(error.code, error.message));
    }
  }

  #onComeBack(after: number): void {
    this.#session = null;
    this.#socket?.leaveToServer();
    this.#socket = null;
    this.#isUp = false;
    this.#lost();
    this.#retryIn(after);
  }

  #onLost(code: number): void {
    if (code === REPLACED) {
      this.#end(new RoomError('replaced', 'This room was opened in another tab, which has taken over.'));
      return;
    }
    if (INDIGESTIBLE.has(code)) {
      this.#session = null;
    }
    this.#lose(code);
  }

  #lose(_code: number): void {
    if (this.#isUp && Date.now() - this.#upSince >= STEADY_MS) {
      this.#backoff.reset();
    }
    this.#drop();
    if (this.#pending && Date.now() >= this.#pending.deadline) {
      this.#end(new RoomError('unreachable', 'The server cannot be reached.'));
      return;
    }
    this.#lost();
    this.#retryIn(this.#backoff.next());
  }

  #lost(): void {
    if (!this.#pending) {
      this.#events.lost();
    }
  }

  #end(error: RoomError): void {
    this.#session = null;
    this.#drop();
    this.#token.clear();
    const pending = this.#pending;
    this.#pending = null;
    this.#events.ended(error);
    pending?.reject(error);
  }

  #retryIn(ms: number): void {
    this.#cancelRetry();
    this.#retry = setTimeout(() => this.#connect(), ms);
  }

  #drop(): void {
    this.#isUp = false;
    this.#cancelRetry();
    this.#socket?.close();
    this.#socket = null;
  }

  #cancelRetry(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }
}
