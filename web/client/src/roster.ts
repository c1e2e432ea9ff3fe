import type { Emitter } from './emitter';
import type { Feed } from './feed';
import type { ParticipantInfo, TrackInfo } from './messages';
import { RemoteParticipant } from './remote-participant';
import { RemoteTrack, type RemoteTrackHost } from './remote-track';
import type { LeaveReason, RoomEvents } from './types';

/** After the room has been joined again, others may come back later than we do. */
const PARTICIPANT_LINGERS_MS = 15_000;
/** They publish soon after they have come. */
const TRACK_LINGERS_MS = 5000;
/** What two browsers have to negotiate anew is done within a few round trips. */
const TAKEN_BACK_LINGERS_MS = 1000;

/**
 * Who is in the room and what they publish, kept over a new membership.
 *
 * When the room is joined again everybody may have another id, and a server that was replaced knows nobody: whoever comes back
 * under the same name is the same participant, with the same tracks, and their last picture stays until there is a new one.
 */
export class Roster {
  readonly participants = new Map<string, RemoteParticipant>();
  readonly #events: Emitter<RoomEvents>;
  readonly #trackHost: RemoteTrackHost;
  readonly #feedOf: (participant: string, track: string) => Feed | undefined;
  /** Those of an earlier membership who have not been seen in this one. */
  readonly #lingering = new Set<RemoteParticipant | RemoteTrack>();
  #timers: ReturnType<typeof setTimeout>[] = [];
  #strangers = 0;

  constructor(events: Emitter<RoomEvents>, trackHost: RemoteTrackHost, feedOf: (participant: string, track: string) => Feed | undefined) {
    this.#events = events;
    this.#trackHost = trackHost;
    this.#feedOf = feedOf;
  }

  /** A membership begins with these others in the room. */
  begin(infos: readonly ParticipantInfo[]): void {
    this.#linger();
    infos.forEach((info) => this.onJoined(info));
  }

  /** Whether the server knows this track now. */
  isPresent(track: RemoteTrack): boolean {
    return !this.#lingering.has(track) && !this.#lingering.has(track.participant);
  }

  track(participant: string, track: string): RemoteTrack | undefined {
    return this.participants.get(participant)?.tracks.get(track);
  }

  onJoined(info: ParticipantInfo): void {
    const known = this.participants.get(info.id) ?? this.#adopt(info);
    const participant = known ?? new RemoteParticipant(info.id, info.name, info.away);
    this.participants.set(info.id, participant);
    participant.setAway(info.away);
    if (!known) {
      this.#events.emit('participantJoined', { participant });
    }
    info.tracks.forEach((track) => this.onTrackAdded(info.id, track));
  }

  onLeft(id: string, reason: LeaveReason): void {
    const participant = this.participants.get(id);
    if (participant) {
      this.participants.delete(id);
      this.#lingering.delete(participant);
      [...participant.tracks.values()].forEach((track) => this.#remove(track));
      this.#events.emit('participantLeft', { participant, reason });
    }
  }

  onAway(id: string, away: boolean): void {
    const participant = this.participants.get(id);
    if (participant && participant.away !== away) {
      participant.setAway(away);
      this.#events.emit('participantAway', { participant, away });
    }
  }

  onTrackAdded(id: string, info: TrackInfo): void {
    const participant = this.participants.get(id);
    if (!participant) {
      return;
    }
    const before = participant.tracks.get(info.track);
    if (before && before.kind === info.kind && before.source === info.source) {
      this.#lingering.delete(before);
      this.#setMuted(before, info.muted);
      this.#repeatWishes(before);
      this.#feed(before);
      return;
    }
    if (before) {
      this.#remove(before);
    }
    const track = new RemoteTrack(this.#trackHost, participant, info);
    participant.addTrack(track);
    this.#events.emit('trackAdded', { participant, track });
    this.#feed(track);
  }

  onTrackRemoved(id: string, name: string): void {
    const track = this.track(id, name);
    if (track) {
      this.#remove(track);
    }
  }

  /** Of a direct connection: when offers collide, one of them is taken back and its tracks with it, to be offered again at once. */
  onTrackTakenBack(id: string, name: string): void {
    const track = this.track(id, name);
    if (track) {
      this.#lingering.add(track);
      this.#after(TAKEN_BACK_LINGERS_MS, () => this.#removeLingering([track]));
    }
  }

  onTrackMuted(id: string, name: string, muted: boolean): void {
    const track = this.track(id, name);
    if (track) {
      this.#setMuted(track, muted);
    }
  }

  /** All elements that play something. */
  tracks(): RemoteTrack[] {
    return [...this.participants.values()].flatMap((participant) => [...participant.tracks.values()]);
  }

  clear(): void {
    this.#stopTimers();
    this.#lingering.clear();
    this.tracks().forEach((track) => track.close());
    this.participants.clear();
  }

  /** The feed may have come before the track was known. */
  #feed(track: RemoteTrack): void {
    const feed = this.#feedOf(track.participant.id, track.id);
    if (feed) {
      track.offerFeed(feed);
    }
  }

  #setMuted(track: RemoteTrack, muted: boolean): void {
    if (track.muted !== muted) {
      track.setMuted(muted);
      this.#events.emit('trackMuted', { participant: track.participant, track, muted });
    }
  }

  /** A new server does not know what we wanted of the old one. */
  #repeatWishes(track: RemoteTrack): void {
    if (track.paused || track.quality !== 'high') {
      this.#trackHost.subscriptionChanged(track);
    }
  }

  #remove(track: RemoteTrack): void {
    this.#lingering.delete(track);
    track.participant.removeTrack(track.id);
    track.close();
    this.#events.emit('trackRemoved', { participant: track.participant, track });
  }

  #removeLingering(tracks: readonly RemoteTrack[]): void {
    tracks.filter((track) => this.#lingering.has(track)).forEach((track) => this.#remove(track));
  }

  #linger(): void {
    this.#stopTimers();
    const known = [...this.participants.values()];
    this.participants.clear();
    for (const participant of known) {
      participant.setId(`earlier-${++this.#strangers}`); // a new server may have given the id to somebody else
      participant.setAway(true);
      this.participants.set(participant.id, participant);
      this.#lingering.add(participant);
      participant.tracks.forEach((track) => this.#lingering.add(track));
    }
    this.#after(PARTICIPANT_LINGERS_MS, () =>
      known.filter((each) => this.#lingering.has(each)).forEach((each) => this.onLeft(each.id, 'lost')),
    );
  }

  #adopt(info: ParticipantInfo): RemoteParticipant | undefined {
    const participant = [...this.participants.values()].find((each) => each.name === info.name && this.#lingering.has(each));
    if (participant) {
      this.participants.delete(participant.id);
      this.#lingering.delete(participant);
      participant.setId(info.id);
      this.#after(TRACK_LINGERS_MS, () => this.#removeLingering([...participant.tracks.values()]));
    }
    return participant;
  }

  #after(ms: number, action: () => void): void {
    const run = () => {
      action();
      this.#trackHost.changed();
    };
    this.#timers.push(setTimeout(run, ms));
  }

  #stopTimers(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
  }
}
