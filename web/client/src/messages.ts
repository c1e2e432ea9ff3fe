import type { Kind, LeaveReason, Mode, Quality, Source } from './types';

/** The messages of the signaling socket, as docs/signaling.md describes them. */

export interface TrackInfo {
  track: string;
  kind: Kind;
  source: Source;
  muted: boolean;
}

export interface ParticipantInfo {
  id: string;
  name: string;
  tracks: TrackInfo[];
  away: boolean;
}

/** One of the sender's own tracks and the section of the description that carries it. */
export interface OfferedTrack {
  mid: string;
  track: string;
  source: Source;
  muted: boolean;
}

/** Somebody's track and the section by which the server brings it to us. */
export interface BroughtTrack {
  mid: string;
  participant: string;
  track: string;
}

export type ConnectionName = 'publish' | 'subscribe';

export type ClientMessage =
  | { type: 'join'; room: string; name: string; mode?: Mode; protocol: 1; token?: string }
  | { type: 'resume'; token: string; received: number }
  | { type: 'ping' }
  | Numbered;

/** What is sent exactly once, also over several sockets. */
export type Numbered =
  | { type: 'leave' }
  | { type: 'createOffer'; connection: 'publish'; negotiation: number; sdp: string; tracks: OfferedTrack[] }
  | { type: 'createOffer'; to: string; negotiation: number; sdp: string; tracks: OfferedTrack[] }
  | { type: 'createAnswer'; connection: 'subscribe'; negotiation: number; sdp: string }
  | { type: 'createAnswer'; to: string; negotiation: number; sdp: string; tracks: OfferedTrack[] }
  | { type: 'addIceCandidate'; connection: ConnectionName; candidate: RTCIceCandidateInit | null }
  | { type: 'addIceCandidate'; to: string; candidate: RTCIceCandidateInit | null }
  | { type: 'reconnect'; connection: ConnectionName }
  | { type: 'mute'; track: string; muted: boolean }
  | { type: 'subscription'; participant: string; track: string; paused?: boolean; quality?: Quality }
  | { type: 'chat'; text: string; to?: string };

export interface Joined {
  type: 'joined';
  participant: string;
  token: string;
  room: string;
  name: string;
  mode: Mode;
  resumeWithin: number;
  participants: ParticipantInfo[];
  speakers: string[];
  version: string;
}

export interface ServerError {
  type: 'error';
  code: string;
  message: string;
  of?: string;
  negotiation?: number;
}

export interface ServerOffer {
  type: 'createOffer';
  connection: 'subscribe';
  negotiation: number;
  sdp: string;
  tracks: BroughtTrack[];
}

export interface PeerOffer {
  type: 'createOffer';
  from: string;
  negotiation: number;
  sdp: string;
  tracks: OfferedTrack[];
  /** What the receiver is. */
  polite: boolean;
}

export interface PeerAnswer {
  type: 'createAnswer';
  from: string;
  negotiation: number;
  sdp: string;
  tracks: OfferedTrack[];
}

export interface PeerCandidate {
  type: 'addIceCandidate';
  from: string;
  candidate: RTCIceCandidateInit | null;
}

/** What another browser says, passed on by the server. */
export type PeerMessage = PeerOffer | PeerAnswer | PeerCandidate;

/** Offers, answers and candidates of the server and of another browser. */
export type Negotiation =
  | ServerOffer
  | { type: 'createAnswer'; connection: 'publish'; negotiation: number; sdp: string }
  | { type: 'addIceCandidate'; connection: ConnectionName; candidate: RTCIceCandidateInit | null }
  | PeerMessage;

/** Messages that the server numbers after `joined`. */
export type Event =
  | { type: 'participantJoined'; participant: ParticipantInfo }
  | { type: 'participantLeft'; participant: string; reason: LeaveReason }
  | { type: 'participantAway'; participant: string; away: boolean }
  | { type: 'trackAdded'; participant: string; track: TrackInfo }
  | { type: 'trackRemoved'; participant: string; track: string }
  | { type: 'trackMuted'; participant: string; track: string; muted: boolean }
  | { type: 'speakers'; participants: string[] }
  | { type: 'quality'; track: string; quality: Quality | 'off' }
  | { type: 'chat'; from: string; name: string; text: string; time: number; to?: string }
  | Negotiation
  | { type: 'connectionClosed'; connection: ConnectionName; reason: string; message: string }
  | { type: 'mode'; mode: Mode }
  | ServerError;

export type ServerMessage =
  | Joined
  | { type: 'resumed'; received: number }
  | { type: 'comeBack'; after: number }
  | { type: 'pong' }
  | Event;
