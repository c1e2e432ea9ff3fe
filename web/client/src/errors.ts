/** Codes by which the server explains a refusal; see docs/signaling.md. */
export type ServerErrorCode =
  | 'bad-message'
  | 'unknown-type'
  | 'not-joined'
  | 'already-joined'
  | 'bad-room'
  | 'bad-name'
  | 'name-taken'
  | 'room-full'
  | 'server-full'
  | 'gone'
  | 'refused-offer'
  | 'no-common-codec'
  | 'refused-answer'
  | 'stale-negotiation'
  | 'unknown-participant'
  | 'unknown-track'
  | 'wrong-mode'
  | 'chat-too-long'
  | 'unsupported-protocol'
  | 'shutting-down';

/** Codes of what goes wrong on this side. */
export type ClientErrorCode =
  | 'unreachable'
  | 'replaced'
  | 'left'
  | 'closed'
  | 'connection-failed'
  | 'camera-denied'
  | 'camera-missing'
  | 'camera-busy'
  | 'microphone-denied'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'screen-denied'
  | 'screen-failed'
  | 'device-lost'
  | 'insecure-context'
  | 'unsupported-browser'
  | 'playback-blocked'
  | 'bad-track';

/** What {@link RoomError.code} may be. A newer server may know more. */
export type RoomErrorCode = ServerErrorCode | ClientErrorCode | (string & {});

/** Everything that this library rejects with, throws, or tells by the event `error`. */
export class RoomError extends Error {
  override readonly name = 'RoomError';

  constructor(
    /** For programs. */
    readonly code: RoomErrorCode,
    /** For people. */
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
