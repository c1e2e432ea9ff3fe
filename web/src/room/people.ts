import type { ConnectionQuality, LocalTrack, RemoteParticipant, RemoteTrack, Room, Source, TrackStats } from 'sluice-client';
import type { Call } from '../call/call';
import { healthOf } from '../logic/health';

/** Somebody in the room, us included, as the page shows them. */
export interface Person {
  /** Stays the same when the room is joined again. */
  key: string;
  id: string;
  name: string;
  isSelf: boolean;
  camera: RemoteTrack | null;
  voice: RemoteTrack | null;
  isMuted: boolean;
  hasCamera: boolean;
  isSpeaking: boolean;
  isAway: boolean;
  health: ConnectionQuality;
}

/** A screen that somebody else shares. */
export interface Share {
  key: string;
  name: string;
  owner: string;
  video: RemoteTrack;
  sound: RemoteTrack | null;
}

/** Others in the order they came, then ourselves. */
export function peopleIn(call: Call): Person[] {
  return [...[...call.room.participants.values()].map((participant) => other(call, participant)), self(call)];
}

export function sharesIn(room: Room): Share[] {
  return [...room.participants.values()].flatMap((participant) => {
    const video = participant.track('screen');
    const sound = participant.track('screen-audio') ?? null;
    return video ? [{ key: `share ${participant.name}`, name: participant.name, owner: participant.id, video, sound }] : [];
  });
}

function other(call: Call, participant: RemoteParticipant): Person {
  const { id, name, away } = participant;
  const camera = trackOf(participant, 'camera', 'video');
  const voice = trackOf(participant, 'microphone', 'audio');
  return {
    key: `person ${name}`,
    id,
    name,
    isSelf: false,
    camera,
    voice,
    isMuted: voice === null || voice.muted,
    hasCamera: camera !== null && !camera.muted,
    isSpeaking: call.room.speakers.includes(id),
    isAway: away,
    health: away ? 'lost' : healthOf(latest(call, id, [camera, voice])),
  };
}

function self(call: Call): Person {
  const { room, devices } = call;
  return {
    key: 'self',
    id: room.id,
    name: room.name,
    isSelf: true,
    camera: null,
    voice: null,
    isMuted: !devices.microphone.isOn,
    hasCamera: devices.camera.isOn,
    isSpeaking: room.speakers.includes(room.id),
    isAway: false,
    health: room.state === 'joined' ? room.connectionQuality() : 'lost',
  };
}

/** Publishers over WHIP do not say what their tracks are. */
function trackOf(participant: RemoteParticipant, source: Source, kind: 'audio' | 'video'): RemoteTrack | null {
  const others = [...participant.tracks.values()].filter((track) => track.source === 'other' && track.kind === kind);
  return participant.track(source) ?? others[0] ?? null;
}

function latest(call: Call, participant: string, tracks: (RemoteTrack | LocalTrack | null)[]): TrackStats[] {
  return tracks.flatMap((track) => (track && !track.muted ? (call.history.latest(participant, track.id) ?? []) : []));
}
