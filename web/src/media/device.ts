import { recall, remember } from '../app/memory';
import { problemOf, type DeviceKind, type Problem } from './problem';
import { Store } from '../ui/store';

/**
 * The camera or the microphone: whether the person wants it on, which one, and the track while it is open.
 *
 * A camera that is off is closed, so that its light goes out. A microphone stays open, so that it is back at once; who
 * sends it mutes it. Requests may overlap: the newest wins, and a track that comes too late is stopped.
 */
export class Device extends Store {
  wanted: boolean;
  track: MediaStreamTrack | null = null;
  problem: Problem | null = null;
  deviceId: string;
  opening = false;
  #request = 0;

  constructor(
    readonly kind: DeviceKind,
    wanted: boolean,
    private readonly constraints: MediaTrackConstraints,
  ) {
    super();
    this.wanted = wanted;
    this.deviceId = recall(kind) ?? '';
  }

  get isOn(): boolean {
    return this.wanted && this.track !== null;
  }

  /** Whether it should be open and is not: whoever published the track may have ended it when the call ended. */
  get isDue(): boolean {
    return this.wanted && !this.opening && this.track?.readyState !== 'live';
  }

  /** What to ask the browser for. */
  get request(): MediaTrackConstraints {
    return this.deviceId ? { ...this.constraints, deviceId: { ideal: this.deviceId } } : this.constraints;
  }

  setWanted(wanted: boolean): void {
    this.wanted = wanted;
    remember(`${this.kind}.off`, wanted ? null : '1');
    if (wanted && !this.track) {
      void this.open();
    } else if (!wanted && this.kind === 'camera') {
      this.close();
    }
    this.changed();
  }

  toggle(): void {
    this.setWanted(!this.isOn);
  }

  /** Another device of the kind, in the middle of a call or before. */
  choose(deviceId: string): void {
    this.deviceId = deviceId;
    remember(this.kind, deviceId);
    if (this.wanted || this.track) {
      void this.open();
    }
    this.changed();
  }

  async open(): Promise<void> {
    const { request } = this;
    await this.openWith(() => requestMedia(this.kind === 'camera' ? { video: request } : { audio: request }));
  }

  /** Takes the track of this kind out of what the browser gives. */
  async openWith(ask: () => Promise<MediaStream>): Promise<void> {
    const request = ++this.#request;
    this.opening = true;
    this.problem = null;
    this.changed();
    try {
      const stream = await ask();
      this.#take(this.#trackOf(stream), request);
    } catch (error) {
      this.#fail(error, request);
    }
  }

  close(): void {
    this.#request++;
    this.opening = false;
    this.#replace(null);
    this.changed();
  }

  #trackOf(stream: MediaStream): MediaStreamTrack {
    const track = (this.kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0];
    if (!track) {
      throw new DOMException('no such track', 'NotFoundError');
    }
    return track;
  }

  #take(track: MediaStreamTrack, request: number): void {
    if (request !== this.#request || (this.kind === 'camera' && !this.wanted)) {
      track.stop();
      return;
    }
    this.opening = false;
    this.deviceId = track.getSettings().deviceId ?? this.deviceId;
    track.addEventListener('ended', () => this.#onEnded(track));
    this.#replace(track);
    this.changed();
  }

  #fail(error: unknown, request: number): void {
    if (request === this.#request) {
      this.opening = false;
      this.problem = problemOf(error);
      this.#replace(null);
      this.changed();
    }
  }

  /** Somebody pulled the plug or took the permission back; our own `stop()` does not come here. */
  #onEnded(track: MediaStreamTrack): void {
    if (track === this.track) {
      this.#fail(new DOMException('the device has gone', 'NotFoundError'), this.#request);
    }
  }

  #replace(track: MediaStreamTrack | null): void {
    this.track?.stop();
    this.track = track;
  }
}

/** Whether the person has last switched it off: reloading the page must not switch it on. */
export function wasOff(kind: DeviceKind): boolean {
  return recall(`${kind}.off`) === '1';
}

export async function requestMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new DOMException('the page is not secure', 'SecurityError');
  }
  return navigator.mediaDevices.getUserMedia(constraints);
}
