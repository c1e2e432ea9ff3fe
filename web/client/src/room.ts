import { Emitter } from './emitter';
import { RoomError } from './errors';
import { LocalParticipant } from './local-participant';
import { Media } from './media';
import type { Event, Joined, ServerError } from './messages';
import { PageLife } from './page-life';
import { play } from './playback';
import { QualityMonitor } from './quality-monitor';
import type { RemoteParticipant } from './remote-participant';
import type { RemoteTrack } from './remote-track';
import { roomStats } from './room-stats';
import { Roster } from './roster';
import { SessionToken } from './session-token';
import { Signaling } from './signaling';
import type { ChatMessage, ConnectionQuality, Mode, RoomEvents, RoomOptions, RoomState, RoomStats } from './types';

const JOIN_TIMEOUT_MS = 10_000;
const LONGEST_CHAT = 4000;
const MOST_MESSAGES = 1000;

/** A room, as one participant has it: who is there, what they send, what we send. */
export class Room {
  /** Who is in the room besides us, by id. */
  readonly participants: ReadonlyMap<string, RemoteParticipant>;
  /** We ourselves. */
  readonly local: LocalParticipant;
  readonly #options: RoomOptions;
  readonly #events = new Emitter<RoomEvents>();
  readonly #token: SessionToken;
  readonly #signaling: Signaling;
  readonly #media: Media;
  readonly #roster: Roster;
  readonly #monitor: QualityMonitor;
  readonly #pageLife: PageLife;
  readonly #blocked = new Set<HTMLMediaElement>();
  #state: RoomState = 'new';
  #mode: Mode;
  #speakers: readonly string[] = [];
  #messages: readonly ChatMessage[] = [];
  #messageCount = 0;
  #revision = 0;
  #touched = false;

  constructor(options: RoomOptions) {
    const url = options.url ?? defaultUrl();
    this.#options = options;
    this.#mode = options.mode ?? 'sfu';
    this.#token = new SessionToken(options.session, url, options.room);
    this.#media = this.#newMedia();
    this.#signaling = this.#newSignaling(url);
    this.#roster = this.#newRoster();
    this.#monitor = new QualityMonitor(
      () => this.#media.connections(),
      () => this.#touch(),
    );
    this.#pageLife = new PageLife({
      woken: () => this.#signaling.wake(),
      hidden: () => this.#fallAsleep(),
      shown: () => this.#awake(),
    });
    this.participants = this.#roster.participants;
    this.local = this.#newLocalParticipant();
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
    return this.local.name;
  }

  /** The room's name. */
  get room(): string {
    return this.#options.room;
  }

  /** Ids of who speaks now, the dominant one first. */
  get speakers(): readonly string[] {
    return this.#speakers;
  }

  /** The chat since we have joined; another array after each message. */
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
  async join(): Promise<void> {
    if (this.#state === 'joining' || this.#state === 'joined' || this.#state === 'reconnecting') {
      throw new RoomError('already-joined', 'This room has been joined already: leave it first.');
    }
    if (typeof RTCPeerConnection !== 'function' || typeof WebSocket !== 'function') {
      throw new RoomError('unsupported-browser', 'This browser has no WebRTC.');
    }
    this.#become('joining');
    this.#pageLife.start();
    if (this.#options.mode !== 'p2p') {
      this.#media.prepare();
    }
    await this.#signaling.join();
  }

  /** Leaves the room, and ends our tracks. */
  async leave(): Promise<void> {
    if (this.#state === 'left') {
      return;
    }
    this.#signaling.leave();
    this.#token.clear();
    this.#end();
    await Promise.all([...this.local.tracks.values()].map((track) => this.local.unpublish(track)));
    this.#become('left');
  }

  /**
   * Says something to everybody, or to one participant. It comes back as an event `chat` when the server has it.
   *
   * @throws RoomError `chat-too-long` beyond 4000 characters, `not-joined`
   */
  sendChat(text: string, to?: string): void {
    if (this.#state !== 'joined' && this.#state !== 'reconnecting') {
      throw new RoomError('not-joined', 'Join the room first.');
    }
    if (text.length > LONGEST_CHAT) {
      throw new RoomError('chat-too-long', `A message may have ${LONGEST_CHAT} characters.`);
    }
    if (text !== '') {
      this.#signaling.send({ type: 'chat', text, ...(to && { to }) });
    }
  }

  /** How good our own connection is, judged by loss, round trip and jitter. */
  connectionQuality(): ConnectionQuality {
    return this.#state === 'joined' ? this.#monitor.quality : 'lost';
  }

  /** Everything that travels now. */
  stats(): Promise<RoomStats> {
    const own = [...this.local.tracks.values()].map((track) => ({ participant: this.id, track }));
    const others = this.#roster.tracks().map((track) => ({ participant: track.participant.id, track }));
    return roomStats(this.#media.connections(), [...own, ...others]);
  }

  /** Plays whatever the browser would not play without a gesture: to be called from a click after the error `playback-blocked`. */
  async startPlayback(): Promise<void> {
    const elements = [...this.#blocked].filter(({ srcObject }) => srcObject !== null); // one that is empty by now would keep us waiting
    this.#blocked.clear();
    await Promise.all(elements.map(play));
  }

  /** Calls the handler at each such event, until the returned function is called. */
  on<Name extends keyof RoomEvents>(event: Name, handler: (payload: RoomEvents[Name]) => void): () => void {
    return this.#events.on(event, handler);
  }

  // What the room is made of.

  #newMedia(): Media {
    const { rtcConfiguration, videoCodec } = this.#options;
    return new Media(
      {
        send: (message) => this.#signaling.send(message),
        brought: (participant, track, feed) => this.#roster.track(participant, track)?.offerFeed(feed),
        withdrawn: (participant, track, feed) => this.#roster.track(participant, track)?.withdrawFeed(feed),
        failed: (error) => this.#events.emit('error', error),
        changed: () => this.#touch(),
      },
      rtcConfiguration,
      videoCodec,
    );
  }

  #newSignaling(url: string): Signaling {
    const { room, name, mode, joinTimeout = JOIN_TIMEOUT_MS } = this.#options;
    return new Signaling({ url, room, name, joinTimeout, ...(mode && { mode }) }, this.#token, {
      joined: (message) => this.#onJoined(message),
      resumed: () => this.#onResumed(),
      lost: () => this.#onLost(),
      ended: (error) => this.#onEnded(error),
      message: (event) => this.#onEvent(event),
    });
  }

  #newRoster(): Roster {
    return new Roster(
      this.#events,
      {
        subscriptionChanged: (track) => this.#subscribe(track),
        subscribed: (track) => {
          this.#events.emit('trackSubscribed', { participant: track.participant, track });
          this.#touch();
        },
        changed: () => this.#touch(),
        playbackBlocked: (element) => {
          this.#blocked.add(element);
          this.#events.emit('error', new RoomError('playback-blocked', 'The browser plays sound only after a click: call startPlayback() from one.'));
        },
      },
      (participant, track) => this.#media.feedOf(participant, track),
    );
  }

  #newLocalParticipant(): LocalParticipant {
    return new LocalParticipant(
      {
        publish: (track) => this.#media.add(track),
        unpublish: (track) => this.#media.remove(track),
        muteChanged: (track) => this.#media.muteChanged(track),
        changed: () => this.#touch(),
        failed: (error) => this.#events.emit('error', error),
        trackEnded: (track) => this.#events.emit('localTrackEnded', { participant: this.local, track }),
      },
      this.#options.name,
    );
  }

  // What the server says.

  #onJoined(message: Joined): void {
    const again = this.#state === 'reconnecting';
    this.local.setIdentity(message.participant, message.name);
    this.#speakers = message.speakers;
    this.#setMode(message.mode);
    this.#media.begin(
      message.mode,
      message.participants.map(({ id }) => id),
    );
    this.#roster.begin(message.participants);
    this.#monitor.start();
    this.#become('joined');
    if (again) {
      this.#events.emit('reconnected', { rejoined: true });
    }
  }

  #onResumed(): void {
    this.#become('joined');
    this.#media.hurry();
    this.#events.emit('reconnected', { rejoined: false });
  }

  #onLost(): void {
    if (this.#state !== 'reconnecting') {
      this.#become('reconnecting');
      this.#events.emit('reconnecting', undefined);
    }
  }

  #onEnded(error: RoomError): void {
    this.#end();
    this.#become('failed', error);
  }

  #onEvent(event: Event): void {
    switch (event.type) {
      case 'participantJoined':
        this.#roster.onJoined(event.participant);
        this.#media.onParticipant(event.participant.id);
        break;
      case 'participantLeft':
        this.#roster.onLeft(event.participant, event.reason);
        this.#media.onParticipantLeft(event.participant);
        break;
      case 'participantAway':
        this.#roster.onAway(event.participant, event.away);
        break;
      case 'trackAdded':
        this.#roster.onTrackAdded(event.participant, event.track);
        break;
      case 'trackRemoved':
        if (this.#mode === 'p2p') {
          this.#roster.onTrackTakenBack(event.participant, event.track);
        } else {
          this.#roster.onTrackRemoved(event.participant, event.track);
        }
        break;
      case 'trackMuted':
        this.#roster.onTrackMuted(event.participant, event.track, event.muted);
        break;
      case 'speakers':
        this.#speakers = event.participants;
        this.#events.emit('speakers', { speakers: this.#speakers });
        break;
      case 'quality':
        this.local.tracks.get(event.track)?.setQuality(event.quality);
        break;
      case 'chat':
        this.#onChat(event);
        break;
      case 'createOffer':
      case 'createAnswer':
      case 'addIceCandidate':
        this.#media.onNegotiation(event);
        break;
      case 'connectionClosed':
        this.#media.onConnectionClosed(event.connection);
        break;
      case 'mode':
        this.#setMode(event.mode);
        this.#media.moveToServer();
        break;
      case 'error':
        this.#onServerError(event);
        break;
    }
    this.#touch();
  }

  #onChat({ from, name, text, time, to }: Event & { type: 'chat' }): void {
    const message: ChatMessage = { id: ++this.#messageCount, from, name, text, time, own: from === this.id, ...(to && { to }) };
    this.#messages = [...this.#messages.slice(1 - MOST_MESSAGES), message];
    this.#events.emit('chat', message);
  }

  #onServerError(error: ServerError): void {
    if (error.of === 'createOffer' && error.code !== 'wrong-mode') {
      this.#media.onRefused(error);
    } else if (error.of === 'createAnswer' && error.code === 'refused-answer') {
      this.#media.onConnectionClosed('subscribe');
    } else if (!isRace(error)) {
      this.#events.emit('error', new RoomError(error.code, error.message));
    }
  }

  #setMode(mode: Mode): void {
    if (mode !== this.#mode) {
      this.#mode = mode;
      this.#events.emit('mode', { mode });
    }
  }

  #subscribe(track: RemoteTrack): void {
    if (this.#roster.isPresent(track)) {
      const { paused, quality } = track;
      this.#signaling.send({ type: 'subscription', participant: track.participant.id, track: track.id, paused, quality });
    }
  }

  // Coming and going.

  #end(): void {
    this.#pageLife.stop();
    this.#monitor.stop();
    this.#media.close();
    this.#roster.clear();
    this.#blocked.clear();
    this.#speakers = [];
  }

  /** The others need not wait for us when the page goes. */
  #fallAsleep(): void {
    this.#signaling.leave();
    this.#media.close();
  }

  /** Back from the cache of the browser's back button. */
  #awake(): void {
    this.#onLost();
    this.#signaling.rejoin();
  }

  // What the page sees.

  #become(state: RoomState, reason?: RoomError): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#events.emit('state', reason ? { state, reason } : { state });
      this.#touch();
    }
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

/** Whether the error is only about something that has changed while our message was on its way. */
function isRace({ code, of }: ServerError): boolean {
  return (
    code === 'stale-negotiation' ||
    code === 'wrong-mode' ||
    ((code === 'unknown-track' || code === 'unknown-participant') && of !== 'chat')
  );
}

function defaultUrl(): string {
  const { protocol, host } = globalThis.location ?? { protocol: 'http:', host: 'localhost' };
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`;
}
