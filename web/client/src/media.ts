import type { RoomError } from './errors';
import { DirectConnection } from './direct-connection';
import type { Feed } from './feed';
import type { LocalTrack } from './local-track';
import type { ConnectionName, Negotiation, Numbered, PeerMessage, ServerError } from './messages';
import { PublishConnection } from './publish-connection';
import { SubscribeConnection } from './subscribe-connection';
import type { Mode } from './types';

/** What connections need of their surroundings. */
export interface MediaHost {
  readonly videoCodec: string | undefined;
  newConnection(): RTCPeerConnection;
  /** Over all connections, so that an error's number tells which of them it means. */
  nextNegotiation(): number;
  send(message: Numbered): void;
  /** A feed for somebody's track is there, whether the track is known yet or not. */
  brought(participant: string, track: string, feed: Feed): void;
  withdrawn(participant: string, track: string, feed: Feed): void;
  /** The server has been told of these tracks of ours. */
  announced(tracks: readonly LocalTrack[]): void;
  failed(error: RoomError): void;
  changed(): void;
}

export interface MediaEvents {
  send(message: Numbered): void;
  brought(participant: string, track: string, feed: Feed): void;
  withdrawn(participant: string, track: string, feed: Feed): void;
  failed(error: RoomError): void;
  changed(): void;
}

/** A connection and what it is for. */
export interface NamedConnection {
  readonly name: 'publish' | 'subscribe' | 'direct';
  readonly connection: RTCPeerConnection;
}

/** All connections of a room, and which of them our tracks go over. */
export class Media {
  readonly #events: MediaEvents;
  readonly #host: MediaHost;
  readonly #publish: PublishConnection;
  readonly #subscribe: SubscribeConnection;
  readonly #direct = new Map<string, DirectConnection>();
  #retired: DirectConnection[] = [];
  readonly #tracks = new Set<LocalTrack>();
  readonly #announced = new Set<LocalTrack>();
  #mode: Mode | null = null;
  #negotiation = 0;

  constructor(events: MediaEvents, configuration: RTCConfiguration | undefined, videoCodec: string | undefined) {
    this.#events = events;
    this.#host = {
      videoCodec,
      newConnection: () => new RTCPeerConnection({ bundlePolicy: 'max-bundle', ...configuration }),
      nextNegotiation: () => ++this.#negotiation,
      send: (message) => events.send(message),
      brought: (participant, track, feed) => events.brought(participant, track, feed),
      withdrawn: (participant, track, feed) => events.withdrawn(participant, track, feed),
      announced: (tracks) => tracks.forEach((track) => this.#announced.add(track)),
      failed: (error) => events.failed(error),
      changed: () => events.changed(),
    };
    this.#publish = new PublishConnection(this.#host);
    this.#subscribe = new SubscribeConnection(this.#host);
  }

  /** We are about to join a room that most likely goes through the server. */
  prepare(): void {
    this.#subscribe.prepare();
  }

  /** A membership begins, with these others in the room already. What is shown from before stays until it comes again. */
  begin(mode: Mode, others: readonly string[]): void {
    this.#announced.clear();
    this.#tracks.forEach((track) => track.setQuality('high'));
    this.#retireDirect();
    this.#subscribe.retire();
    this.#mode = mode;
    if (mode === 'sfu') {
      this.#publish.restart(this.#tracks);
    } else {
      this.#publish.close();
      others.forEach((id) => this.#meet(id, true));
    }
  }

  /** The room moves from peer to peer to the server. */
  moveToServer(): void {
    if (this.#mode === 'p2p') {
      this.#mode = 'sfu';
      this.#publish.restart(this.#tracks);
      this.#retireDirect();
    }
  }

  onParticipant(id: string): void {
    if (this.#mode === 'p2p') {
      this.#meet(id, false);
    }
  }

  onParticipantLeft(id: string): void {
    this.#direct.get(id)?.close();
    this.#direct.delete(id);
    this.#retired.find((each) => each.peer === id)?.close();
  }

  /** @throws RoomError when the server refuses the track */
  async add(track: LocalTrack): Promise<void> {
    this.#tracks.add(track);
    if (this.#mode === 'sfu') {
      await this.#publish.add(track);
    } else {
      this.#direct.forEach((each) => each.add(track));
    }
  }

  remove(track: LocalTrack): void {
    this.#tracks.delete(track);
    this.#announced.delete(track);
    this.#publish.remove(track);
    [...this.#direct.values(), ...this.#retired].forEach((each) => each.remove(track));
  }

  /** Tells the server, unless it does not know of the track yet: then the offer will tell. */
  muteChanged(track: LocalTrack): void {
    if (this.#announced.has(track)) {
      this.#events.send({ type: 'mute', track: track.id, muted: track.muted });
    }
  }

  /** What brings somebody's track now. */
  feedOf(participant: string, track: string): Feed | undefined {
    return this.#subscribe.feedOf(participant, track) ?? this.#direct.get(participant)?.feedOf(track);
  }

  onNegotiation(event: Negotiation): void {
    if ('from' in event) {
      this.#onPeer(event);
    } else if (event.type === 'createOffer') {
      this.#subscribe.onOffer(event);
    } else if (event.type === 'createAnswer') {
      void this.#publish.onAnswer(event.negotiation, event.sdp);
    } else if (event.connection === 'publish') {
      void this.#publish.onCandidate(event.candidate);
    } else {
      this.#subscribe.onCandidate(event.candidate);
    }
  }

  onRefused(error: ServerError): void {
    void this.#publish.onRefused(error);
  }

  onConnectionClosed(name: ConnectionName): void {
    (name === 'publish' ? this.#publish : this.#subscribe).onClosed();
  }

  /** The server can be reached again. */
  hurry(): void {
    this.#publish.hurry();
    this.#subscribe.hurry();
    this.#direct.forEach((each) => each.hurry());
  }

  /** What there is now. */
  connections(): NamedConnection[] {
    const named = (name: NamedConnection['name'], connection: RTCPeerConnection | null) => (connection ? [{ name, connection }] : []);
    return [
      ...named('publish', this.#publish.connection),
      ...named('subscribe', this.#subscribe.connection),
      ...[...this.#direct.values(), ...this.#retired].flatMap((each) => named('direct', each.connection)),
    ];
  }

  /** Ends all connections; {@link begin} starts again with the same tracks. */
  close(): void {
    this.#mode = null;
    this.#announced.clear();
    this.#publish.close();
    this.#subscribe.close();
    [...this.#direct.values(), ...this.#retired].forEach((each) => each.close());
    this.#direct.clear();
  }

  #meet(id: string, polite: boolean): void {
    if (!this.#direct.has(id)) {
      this.#direct.set(id, new DirectConnection(this.#host, id, polite, this.#tracks));
    }
  }

  #onPeer(event: PeerMessage): void {
    const connection = this.#direct.get(event.from) ?? this.#retired.find((each) => each.peer === event.from);
    switch (event.type) {
      case 'createOffer':
        void connection?.onOffer(event);
        break;
      case 'createAnswer':
        void connection?.onAnswer(event);
        break;
      case 'addIceCandidate':
        void connection?.onCandidate(event.candidate);
        break;
    }
  }

  #retireDirect(): void {
    const retiring = [...this.#direct.values()];
    this.#direct.clear();
    this.#retired.push(...retiring);
    for (const each of retiring) {
      each.retire(() => {
        this.#retired = this.#retired.filter((other) => other !== each);
        this.#events.changed();
      });
    }
  }
}
