import { Room, RoomError, type Mode } from 'sluice-client';
import type { Device } from '../media/device';
import type { Devices } from '../media/devices';
import { Store } from '../ui/store';
import type { Toasts } from '../ui/toasts';
import { announce } from './announce';
import { StatsHistory } from './history';
import { Publication } from './publication';

export interface CallOptions {
  room: string;
  name: string;
  mode: Mode;
  /** Preferred video codec, or `auto`. */
  codec: string;
}

/** One stay in a room: the room itself, what we send to it, and what the page needs to show beside it. */
export class Call extends Store {
  readonly room: Room;
  readonly history: StatsHistory;
  /** Why we are not in the room: refused at the door, or sent away. */
  failure: RoomError | null = null;
  /** The browser wants a click before others can be heard. */
  needsClickToHear = false;
  readonly #publications: Publication[];
  readonly #stops: (() => void)[];
  #isOver = false;

  constructor(
    readonly options: CallOptions,
    readonly devices: Devices,
    readonly toasts: Toasts,
  ) {
    super();
    const { room, name, mode, codec } = options;
    this.room = new Room({ room, name, mode, videoCodec: codec === 'auto' ? undefined : codec });
    this.history = new StatsHistory(this.room);
    this.#publications = [devices.microphone, devices.camera].map((device) => this.#publicationOf(device));
    this.#stops = [
      this.room.on('change', () => this.changed()),
      this.room.on('state', ({ state, reason }) => this.#onState(state, reason)),
      this.room.on('error', ({ code }) => code === 'playback-blocked' && this.#setNeedsClick(true)),
      announce(this.room, toasts),
    ];
  }

  /** Does not wait for the camera: whatever opens later is published later. */
  async join(): Promise<void> {
    this.#publications.forEach((publication) => publication.sync());
    try {
      await this.room.join();
    } catch (error) {
      this.#fail(error instanceof RoomError ? error : new RoomError('closed', String(error)));
    }
  }

  leave(): void {
    this.#close();
    void this.room.leave();
  }

  get isSharing(): boolean {
    return this.room.local.track('screen') !== undefined;
  }

  async toggleShare(): Promise<void> {
    const shared = [...this.room.local.tracks.values()].filter(({ source }) => source === 'screen' || source === 'screen-audio');
    if (shared.length > 0) {
      await Promise.all(shared.map((track) => this.room.local.unpublish(track)));
      return;
    }
    try {
      await this.room.local.publishScreen({ audio: true });
      if (this.#isOver) {
        await this.toggleShare(); // the browser's question was answered after the call
      }
    } catch (error) {
      if (!(error instanceof RoomError && error.code === 'screen-denied')) {
        this.toasts.show(`The screen cannot be shared: ${error instanceof Error ? error.message : String(error)}`, 'error');
      }
    }
  }

  /** To be called from a click: plays everything that the browser held back. */
  async hear(): Promise<void> {
    await this.room.startPlayback();
    this.#setNeedsClick(false);
  }

  #publicationOf(device: Device): Publication {
    return new Publication(this.room, device, (error) =>
      this.toasts.show(`Others do not get your ${device.kind}: ${error instanceof Error ? error.message : String(error)}`, 'error'),
    );
  }

  #onState(state: Room['state'], reason?: RoomError): void {
    if (state === 'failed') {
      this.#fail(reason ?? new RoomError('closed', 'The server has ended the call.'));
    }
  }

  #fail(failure: RoomError): void {
    this.failure = failure;
    this.#close();
    this.changed();
  }

  #setNeedsClick(needed: boolean): void {
    this.needsClickToHear = needed;
    this.changed();
  }

  #close(): void {
    this.#isOver = true;
    this.#publications.forEach((publication) => publication.close());
    this.#stops.forEach((stop) => stop());
    this.history.close();
  }
}
