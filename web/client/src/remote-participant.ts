import type { RemoteTrack } from './remote-track';
import type { Source } from './types';

/** Somebody else in the room. */
export class RemoteParticipant {
  /** What they are called. */
  readonly name: string;
  /** By name of the track. */
  readonly tracks: ReadonlyMap<string, RemoteTrack>;
  readonly #tracks = new Map<string, RemoteTrack>();
  #id: string;
  #away: boolean;

  /** @internal */
  constructor(id: string, name: string, away: boolean) {
    this.#id = id;
    this.name = name;
    this.#away = away;
    this.tracks = this.#tracks;
  }

  /** Unique in the room. It changes only when the room is joined again, see the event `reconnected`. */
  get id(): string {
    return this.#id;
  }

  /** Whether the server has lost them, and waits for them to come back. */
  get away(): boolean {
    return this.#away;
  }

  /** The first of their tracks with this source. */
  track(source: Source): RemoteTrack | undefined {
    return [...this.#tracks.values()].find((track) => track.source === source);
  }

  /** @internal */
  setId(id: string): void {
    this.#id = id;
  }

  /** @internal */
  setAway(away: boolean): void {
    this.#away = away;
  }

  /** @internal */
  addTrack(track: RemoteTrack): void {
    this.#tracks.set(track.id, track);
  }

  /** @internal */
  removeTrack(id: string): void {
    this.#tracks.delete(id);
  }
}
