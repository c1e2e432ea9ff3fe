import type { RoomError } from './errors';
import type { LocalTrack } from './local-track';
import type { LocalParticipant } from './local-participant';
import type { RemoteParticipant } from './remote-participant';
import type { RemoteTrack } from './remote-track';

/** Where the media of a room goes: through the server, or directly between two browsers. */
export type Mode = 'sfu' | 'p2p';

/** What a track shows or lets hear. */
export type Source = 'camera' | 'microphone' | 'screen' | 'screen-audio' | 'other';

/** Kinds of media, as in `MediaStreamTrack.kind`. */
export type Kind = 'audio' | 'video';

/** How much of a video somebody wants. */
export type Quality = 'low' | 'medium' | 'high';

/** Where a room stands: `reconnecting` while the server cannot be reached, `failed` when it has sent us away. */
export type RoomState = 'new' | 'joining' | 'joined' | 'reconnecting' | 'left' | 'failed';

/** How good our own connection is. */
export type ConnectionQuality = 'good' | 'fair' | 'poor' | 'lost';

/** Why somebody has left: by themselves, because they were not heard of any more, or because they were sent away. */
export type LeaveReason = 'left' | 'lost' | 'removed';

/** What a {@link Room} is made from. */
export interface RoomOptions {
  /** Address of the signaling socket. Default: `/ws` on the host of the page. */
  url?: string;
  /** Which room to join; it comes into being with its first participant. */
  room: string;
  /** What others see; nobody else in the room may have the same. */
  name: string;
  /** `p2p` asks for a room whose media goes directly while there are two. The first participant decides. */
  mode?: Mode;
  /** For the connections to be made, for example STUN and TURN servers for the direct one. */
  rtcConfiguration?: RTCConfiguration;
  /** Preferred video codec to send, for example `VP9`; others remain possible. */
  videoCodec?: string;
  /** Keeps the token by which a reloaded page replaces itself. Default: `sessionStorage`; null keeps nothing. */
  session?: Storage | null;
  /** How long {@link Room.join} tries to reach the server, in milliseconds. Default: 10 000. */
  joinTimeout?: number;
}

/** A line of the room's chat. */
export interface ChatMessage {
  /** Unique in this room object, and rising. */
  readonly id: number;
  /** Participant id of the sender, who may have left since. */
  readonly from: string;
  /** Name of the sender. */
  readonly name: string;
  readonly text: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly time: number;
  /** Participant id of the only receiver, if it was not for everybody. */
  readonly to?: string;
  /** Whether we have sent it ourselves. */
  readonly own: boolean;
}

/** The two ends between which media travels. */
export interface CandidatePair {
  /** `address:port` of our end, or its candidate type where the browser hides the address. */
  readonly local: string;
  readonly remote: string;
  /** `udp` or `tcp`. */
  readonly protocol: string;
  /** Whether the other end is the other participant's browser rather than the server. */
  readonly direct: boolean;
}

/** How a track travels. Rates and fractions are those since the call before. */
export interface TrackStats {
  readonly direction: 'in' | 'out';
  readonly kind: Kind;
  /** For example `VP8`; empty while nothing travels. */
  readonly codec: string;
  /** Bits per second. */
  readonly bitrate: number;
  readonly packets: number;
  readonly packetsLost: number;
  /** 0 to 1. */
  readonly lossFraction: number;
  /** Seconds. */
  readonly jitter: number;
  /** Seconds; null while unknown. */
  readonly roundTripTime: number | null;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  /** 0 to 1. */
  readonly audioLevel?: number;
  readonly framesDecoded?: number;
  readonly freezeCount?: number;
  /** The selected candidate pair; null while there is none. */
  readonly pair: CandidatePair | null;
  /** Milliseconds on the clock of `performance.timeOrigin + performance.now()`. */
  readonly timestamp: number;
}

/** One of the connections that a room holds. */
export interface ConnectionStats {
  readonly connection: 'publish' | 'subscribe' | 'direct';
  readonly state: RTCPeerConnectionState;
  readonly pair: CandidatePair | null;
  /** Seconds; null while unknown. */
  readonly roundTripTime: number | null;
  /** Bits per second that the browser believes it can send; null where it does not tell. */
  readonly availableOutgoingBitrate: number | null;
}

/** Everything that travels, see {@link Room.stats}. */
export interface RoomStats {
  readonly connections: readonly ConnectionStats[];
  readonly tracks: readonly { readonly participant: string; readonly track: string; readonly stats: TrackStats }[];
  readonly timestamp: number;
}

/** What {@link LocalParticipant.publish} may be told about a track. */
export interface PublishOptions {
  /** Default: `other`. */
  source?: Source;
  /** Publish it muted. Default: whether the media track is disabled. */
  muted?: boolean;
  /** 1 to 64 of A-Z a-z 0-9 _ -. Default: the source, with a number when taken. */
  name?: string;
}

/** What the handlers given to {@link Room.on} are called with. */
export interface RoomEvents {
  /** Anything visible has changed, and {@link Room.revision} with it. Once per microtask at most. */
  change: void;
  state: { readonly state: RoomState; readonly reason?: RoomError };
  participantJoined: { readonly participant: RemoteParticipant };
  participantLeft: { readonly participant: RemoteParticipant; readonly reason: LeaveReason };
  /** Somebody's connection to the server is lost, or found again. */
  participantAway: { readonly participant: RemoteParticipant; readonly away: boolean };
  trackAdded: { readonly participant: RemoteParticipant; readonly track: RemoteTrack };
  trackRemoved: { readonly participant: RemoteParticipant; readonly track: RemoteTrack };
  /** Its `mediaTrack` is there, or has been exchanged for another one. */
  trackSubscribed: { readonly participant: RemoteParticipant; readonly track: RemoteTrack };
  trackMuted: { readonly participant: RemoteParticipant; readonly track: RemoteTrack; readonly muted: boolean };
  /** One of ours has ended by itself: the user has stopped sharing, or a device was unplugged. */
  localTrackEnded: { readonly participant: LocalParticipant; readonly track: LocalTrack };
  /** Participant ids, the dominant speaker first. */
  speakers: { readonly speakers: readonly string[] };
  chat: ChatMessage;
  mode: { readonly mode: Mode };
  reconnecting: void;
  /** `rejoined`: the server had forgotten us, or is a new one; participants may have other ids now. */
  reconnected: { readonly rejoined: boolean };
  error: RoomError;
}
