/**
 * Rooms of a Sluice server.
 *
 * @packageDocumentation
 */
export { RoomError } from './errors';
export type { ClientErrorCode, RoomErrorCode, ServerErrorCode } from './errors';
export { LocalParticipant } from './local-participant';
export { LocalTrack } from './local-track';
export { RemoteParticipant } from './remote-participant';
export { RemoteTrack } from './remote-track';
export { Room } from './room';
export type {
  CandidatePair,
  ChatMessage,
  ConnectionQuality,
  ConnectionStats,
  Kind,
  LeaveReason,
  Mode,
  PublishOptions,
  Quality,
  RoomEvents,
  RoomOptions,
  RoomState,
  RoomStats,
  Source,
  TrackStats,
} from './types';
