import { Emitter } from './emitter';
import { RoomError } from './errors';
import { LocalParticipant } from './local-participant';
import type { RemoteParticipant } from './remote-participant';
import type { ChatMessage, ConnectionQuality, Mode, RoomEvents, RoomOptions, RoomState, RoomStats } from './types';

/** A room, as one participant has it: who is there, what they send, what we send. */
export class Room {
  /** Who is in the room besides us, by id. */
  readonly participants: ReadonlyMap<string, RemoteParticipant>;
  /** We ourselves. */
  readonly local: LocalParticipant;
  readonly #options: RoomOptions;
  readonly #participants = new Map<string, RemoteParticipant>();
  readonly #events = new Emitter<RoomEvents>();
  #state: RoomState = 'new';
  #mode: Mode;
  #speakers: readonly string[] = [];
  #messages: readonly ChatMessage[] = [];
  #revision = 0;
  #touched = false;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.#mode = options.mode ?? 'sfu';
    this.participants = this.#participants;
    this.local = new LocalParticipant(
      {
        publish: () => Promise.resolve(),
        unpublish: () => undefined,
        muteChanged: () => undefined,
        changed: () => this.#touch(),
        failed: (error) => this.#events.emit('error', error),
        trackEnded: (track) => this.#events.emit('localTrackEnded', { participant: this.local, track }),
      },
      options.name,
    );
  }

  get state(): RoomState {
    return this.#state;
  }

  /** Where the media goes now. A room that begins as `p2p` becomes `sfu` when a third person joins. */
  get mode(): Mode {
    return this.#mode;
  }

  /** Our participant id; empty until joined. */
  get id(): string {
    return this.local.id;
  }

  /** Our name. */
  get name(): string {
    return this.#options.name;
  }

  /** The room's name. */
  get room(): string {
    return this.#options.room;
  }

  /** Ids of who speaks now, the dominant one first. */
  get speakers(): readonly string[] {
    return this.#speakers;
  }

  /** The chat since we have joined. */
  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** Rises whenever anything visible changes; see the event `change`. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Joins the room, and stays in it through lost connections and restarted servers until {@link leave}.
   *
   * @throws RoomError for example `name-taken`, `room-full`, `unreachable`
   */
  join(): Promise<void> {
    return Promise.reject(new RoomError('unreachable', 'not yet'));
  }

  /** Leaves the room and ends our tracks. */
  leave(): Promise<void> {
    return Promise.resolve();
  }

  /** Says something to everybody, or to one participant. It comes back as an event `chat` when the server has it. */
  sendChat(text: string, to?: string): void {
    void [text, to];
  }

  /** How good our own connection is, judged by loss, round trip and jitter. */
  connectionQuality(): ConnectionQuality {
    return 'lost';
  }

  /** Everything that travels now. */
  stats(): Promise<RoomStats> {
    return Promise.resolve({ connections: [], tracks: [], timestamp: performance.timeOrigin + performance.now() });
  }

  /** Tries again to play all attached elements: to be called from a click after the error `playback-blocked`. */
  async startPlayback(): Promise<void> {}

  /** Calls the handler at each such event, until the returned function is called. */
  on<Name extends keyof RoomEvents>(event: Name, handler: (payload: RoomEvents[Name]) => void): () => void {
    return this.#events.on(event, handler);
  }

  #touch(): void {
    if (!this.#touched) {
      this.#touched = true;
      queueMicrotask(() => {
        this.#touched = false;
        this.#revision++;
        this.#events.emit('change', undefined);
      });
    }
  }
}
