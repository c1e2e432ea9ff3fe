import { RoomError, type RoomErrorCode } from './errors';
import type { Kind } from './types';

const CAMERA: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const SCREEN: MediaTrackConstraints = { frameRate: { ideal: 15, max: 30 } };
const SCREEN_AUDIO: MediaTrackConstraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** A camera or microphone that can be opened, let go, opened again, and exchanged for another one. */
export class Capture {
  readonly kind: Kind;
  #constraints: MediaTrackConstraints;

  constructor(kind: Kind, constraints: MediaTrackConstraints) {
    this.kind = kind;
    this.#constraints = { ...(kind === 'video' ? CAMERA : MICROPHONE), ...constraints };
  }

  /** @throws RoomError when there is none, or none for us */
  async open(): Promise<MediaStreamTrack> {
    const device = this.kind === 'video' ? 'camera' : 'microphone';
    const stream = await ask(device, () => devices().getUserMedia({ [this.kind]: this.#constraints }));
    return trackOf(stream, this.kind);
  }

  /** {@link open} opens this device from now on. */
  choose(deviceId: string): void {
    this.#constraints = { ...this.#constraints, deviceId: { exact: deviceId } };
  }

  /** {@link open} opens whichever device there is. */
  chooseAny(): void {
    const { deviceId: _, ...others } = this.#constraints;
    this.#constraints = others;
  }

  /** What was chosen, to be given back to {@link restore}. */
  get constraints(): MediaTrackConstraints {
    return this.#constraints;
  }

  restore(constraints: MediaTrackConstraints): void {
    this.#constraints = constraints;
  }
}

/** Asks the user which screen, window or tab to share. */
export async function openScreen(audio: boolean): Promise<{ video: MediaStreamTrack; audio: MediaStreamTrack | null }> {
  const stream = await ask('screen', () => {
    if (typeof devices().getDisplayMedia !== 'function') {
      throw new RoomError('unsupported-browser', 'This browser cannot share the screen.');
    }
    return devices().getDisplayMedia({ video: SCREEN, audio: audio && SCREEN_AUDIO });
  });
  return { video: trackOf(stream, 'video'), audio: stream.getAudioTracks()[0] ?? null };
}

function trackOf(stream: MediaStream, kind: Kind): MediaStreamTrack {
  const [mediaTrack] = kind === 'video' ? stream.getVideoTracks() : stream.getAudioTracks();
  if (!mediaTrack) {
    throw new RoomError(kind === 'video' ? 'camera-missing' : 'microphone-missing', `The browser gave no ${kind}.`);
  }
  return mediaTrack;
}

function devices(): MediaDevices {
  if (typeof navigator === 'undefined' || !navigator.mediaDevices) {
    throw globalThis.isSecureContext === false
      ? new RoomError('insecure-context', 'Browsers give camera and microphone only to pages of https:// or localhost.')
      : new RoomError('unsupported-browser', 'This browser has no access to cameras and microphones.');
  }
  return navigator.mediaDevices;
}

type Device = 'camera' | 'microphone' | 'screen';

async function ask(device: Device, open: () => Promise<MediaStream>): Promise<MediaStream> {
  try {
    return await open();
  } catch (error) {
    throw error instanceof RoomError ? error : explained(device, error);
  }
}

function explained(device: Device, error: unknown): RoomError {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const [code, message] = explanation(device, name);
  return new RoomError(code, message, { cause: error });
}

function explanation(device: Device, name: string): [RoomErrorCode, string] {
  if (device === 'screen') {
    return name === 'NotAllowedError'
      ? ['screen-denied', 'Sharing the screen was not allowed.']
      : ['screen-failed', 'The screen could not be shared.'];
  }
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return [`${device}-denied`, `The use of the ${device} was not allowed. Allow it in the browser's settings for this page.`];
    case 'NotFoundError':
    case 'OverconstrainedError':
      return [`${device}-missing`, `There is no such ${device}.`];
    default:
      return [`${device}-busy`, `The ${device} could not be opened. Another program may be using it.`];
  }
}
