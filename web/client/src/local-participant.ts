import { Capture, openScreen } from './capture';
import { RoomError } from './errors';
import { LocalTrack, type LocalTrackHost } from './local-track';
import type { Kind, PublishOptions, Source } from './types';

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** What the local participant needs of its room. @internal */
export interface LocalParticipantHost {
  /** Resolves when the track is on its way, or kept for when the room has been joined. */
  publish(track: LocalTrack): Promise<void>;
  unpublish(track: LocalTrack): void;
  muteChanged(track: LocalTrack): void;
  changed(): void;
  failed(error: RoomError): void;
  trackEnded(track: LocalTrack): void;
}

/** We ourselves. Tracks may be published before the room is joined, and survive every reconnection. */
export class LocalParticipant {
  /** By name of the track. */
  readonly tracks: ReadonlyMap<string, LocalTrack>;
  readonly #tracks = new Map<string, LocalTrack>();
  readonly #host: LocalParticipantHost;
  readonly #trackHost: LocalTrackHost;
  /** What is being opened, so that a double click does not open it twice. */
  readonly #opening = new Map<Source, Promise<LocalTrack>>();
  readonly #chosen = new Map<Kind, string>();
  #id = '';
  #name: string;

  /** @internal */
  constructor(host: LocalParticipantHost, name: string) {
    this.#host = host;
    this.#name = name;
    this.tracks = this.#tracks;
    this.#trackHost = {
      muteChanged: (track) => host.muteChanged(track),
      changed: () => host.changed(),
      failed: (error) => host.failed(error),
      ended: (track) => void this.#onEnded(track),
    };
  }

  /** Empty until the room has been joined. */
  get id(): string {
    return this.#id;
  }

  /** What others see. */
  get name(): string {
    return this.#name;
  }

  /** The first of our tracks with this source. */
  track(source: Source): LocalTrack | undefined {
    return [...this.#tracks.values()].find((track) => track.source === source);
  }

  /**
   * Publishes any media track. It is in {@link tracks} at once; the promise is settled when the server has answered, or at
   * once where there is none to ask yet.
   *
   * @throws RoomError when the server refuses, for example `no-common-codec`
   */
  publish(mediaTrack: MediaStreamTrack, options: PublishOptions = {}): Promise<LocalTrack> {
    return this.#publish(mediaTrack, options, null);
  }

  /** Ends a track and stops its media track. The sound of a screen goes with the screen. */
  unpublish(track: LocalTrack): Promise<void> {
    if (this.#tracks.get(track.id) === track) {
      this.#tracks.delete(track.id);
      track.close();
      this.#host.unpublish(track);
      this.#host.changed();
      const sound = track.source === 'screen' && !this.track('screen') ? this.track('screen-audio') : undefined;
      return sound ? this.unpublish(sound) : Promise.resolve();
    }
    return Promise.resolve();
  }

  /**
   * Opens the camera and publishes it; if it is published already, unmutes it.
   *
   * @throws RoomError `camera-denied`, `camera-missing`, `camera-busy`, `insecure-context` or `unsupported-browser`
   */
  publishCamera(constraints: MediaTrackConstraints = {}): Promise<LocalTrack> {
    return this.#publishDevice('camera', 'video', constraints);
  }

  /**
   * Opens the microphone and publishes it; if it is published already, unmutes it.
   *
   * @throws RoomError `microphone-denied`, `microphone-missing`, `microphone-busy`, `insecure-context` or `unsupported-browser`
   */
  publishMicrophone(constraints: MediaTrackConstraints = {}): Promise<LocalTrack> {
    return this.#publishDevice('microphone', 'audio', constraints);
  }

  /**
   * Asks the user what to share, and publishes it until they stop it. With `audio` also what it sounds like, where the
   * browser can do that.
   *
   * @throws RoomError `screen-denied` when the user decides otherwise
   */
  publishScreen(options: { audio?: boolean } = {}): Promise<LocalTrack> {
    return this.#once('screen', async () => {
      const { video, audio } = await openScreen(options.audio ?? false);
      if (video.contentHint === '') {
        video.contentHint = 'detail';
      }
      const published = this.#publish(video, { source: 'screen' }, null);
      if (audio) {
        audio.contentHint = 'music';
        await this.#publish(audio, { source: 'screen-audio' }, null).catch((error: RoomError) => this.#host.failed(error));
      }
      return published;
    });
  }

  /**
   * Goes on with another camera or microphone, without renegotiation. Before anything is published it chooses for later.
   *
   * @throws RoomError when the device cannot be opened; then the one before stays, if it can
   */
  async switchDevice(kind: Kind, deviceId: string): Promise<void> {
    this.#chosen.set(kind, deviceId);
    const track = this.track(kind === 'video' ? 'camera' : 'microphone');
    const capture = track?.capture;
    if (!track || !capture) {
      return;
    }
    const before = capture.constraints;
    capture.choose(deviceId);
    if (track.released) {
      return; // opened when it is unmuted
    }
    try {
      await track.replace(await openInPlaceOf(track, capture));
    } catch (error) {
      capture.restore(before);
      await this.#recover(track);
      throw error;
    }
  }

  /** As the server has it. @internal */
  setIdentity(id: string, name: string): void {
    this.#id = id;
    this.#name = name;
  }

  #publishDevice(source: 'camera' | 'microphone', kind: Kind, constraints: MediaTrackConstraints): Promise<LocalTrack> {
    return this.#once(source, async () => {
      const existing = this.track(source);
      if (existing) {
        await existing.unmute();
        return existing;
      }
      const capture = new Capture(kind, constraints);
      const deviceId = this.#chosen.get(kind);
      if (deviceId && !constraints.deviceId) {
        capture.choose(deviceId);
      }
      return this.#publish(await capture.open(), { source, muted: false }, capture);
    });
  }

  async #publish(mediaTrack: MediaStreamTrack, options: PublishOptions, capture: Capture | null): Promise<LocalTrack> {
    const source = options.source ?? 'other';
    const id = this.#freeName(options.name ?? source, options.name !== undefined);
    const muted = options.muted ?? !mediaTrack.enabled;
    const track = new LocalTrack(this.#trackHost, id, source, mediaTrack, muted, capture);
    this.#tracks.set(id, track);
    this.#host.changed();
    try {
      await this.#host.publish(track);
    } catch (error) {
      await this.unpublish(track);
      throw error;
    }
    return track;
  }

  #freeName(wanted: string, exactly: boolean): string {
    if (!NAME.test(wanted)) {
      throw new RoomError('bad-track', 'The name of a track is made of 1 to 64 of A-Z a-z 0-9 _ -');
    }
    if (exactly && this.#tracks.has(wanted)) {
      throw new RoomError('bad-track', `There is a track named ${wanted} already: unpublish it first, or replace its media track.`);
    }
    let name = wanted;
    for (let number = 2; this.#tracks.has(name); number++) {
      name = `${wanted}-${number}`;
    }
    return name;
  }

  #once(source: Source, open: () => Promise<LocalTrack>): Promise<LocalTrack> {
    const opening = this.#opening.get(source) ?? open().finally(() => this.#opening.delete(source));
    this.#opening.set(source, opening);
    return opening;
  }

  async #onEnded(track: LocalTrack): Promise<void> {
    if (this.#tracks.get(track.id) !== track) {
      return;
    }
    if (track.capture) {
      track.capture.chooseAny();
      await this.#recover(track);
      return;
    }
    await this.unpublish(track);
    this.#host.trackEnded(track);
  }

  /** Opens the device again if it has gone; without any, the track is muted. */
  async #recover(track: LocalTrack): Promise<void> {
    if (track.mediaTrack.readyState === 'live' || !track.capture) {
      return;
    }
    try {
      await track.replace(await track.capture.open());
    } catch (error) {
      await track.lose();
      this.#host.failed(new RoomError('device-lost', `The ${track.source} has gone.`, { cause: error }));
      this.#host.trackEnded(track);
    }
  }
}

/** Some systems do not open a second camera beside the first. */
async function openInPlaceOf(track: LocalTrack, capture: Capture): Promise<MediaStreamTrack> {
  try {
    return await capture.open();
  } catch (error) {
    if (!(error instanceof RoomError) || !error.code.endsWith('-busy')) {
      throw error;
    }
    track.mediaTrack.stop();
    return capture.open();
  }
}
