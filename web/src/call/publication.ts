import type { LocalTrack, Room } from 'sluice-client';
import type { Device } from '../media/device';

/**
 * Keeps what the room gets of a device as the device is: published when it first opens, muted while it is off, another
 * media track when another device is chosen. One step at a time, always towards the newest state.
 */
export class Publication {
  #published: LocalTrack | null = null;
  #running = false;
  #again = false;
  #closed = false;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly room: Room,
    private readonly device: Device,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#unsubscribe = device.subscribe(() => this.sync());
  }

  sync(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      await this.#step().catch((error: unknown) => this.#closed || this.onError(error));
    } while (this.#again);
    this.#running = false;
  }

  async #step(): Promise<void> {
    const { track, isOn, kind } = this.device;
    if (this.#closed || this.room.state === 'left' || this.room.state === 'failed') {
      return;
    }
    if (this.#published && !this.room.local.tracks.has(this.#published.id)) {
      this.#published = null; // the device has gone, and the room has ended the track
    }
    if (!this.#published) {
      if (track?.readyState === 'live') {
        this.#published = await this.room.local.publish(track, { source: kind, muted: !isOn });
        this.#again = true;
      }
      return;
    }
    if (!isOn) {
      this.#published.mute();
    }
    if (track && this.#published.mediaTrack !== track) {
      await this.#published.replace(track);
    }
    if (isOn) {
      await this.#published.unmute();
    }
  }
}
