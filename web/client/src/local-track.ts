import type { Capture } from './capture';
import type { WantedQuality } from './encoding';
import { RoomError } from './errors';
import { hide, play, show } from './playback';
import { TrackMeter } from './stats';
import type { TrackSender } from './track-sender';
import type { Kind, Source, TrackStats } from './types';

/** How long a muted camera stays open, so that a short mute is undone at once. */
const RELEASE_AFTER_MS = 1000;

/** What a local track needs of its participant. @internal */
export interface LocalTrackHost {
  muteChanged(track: LocalTrack): void;
  changed(): void;
  failed(error: RoomError): void;
  /** The media track has ended by itself. */
  ended(track: LocalTrack): void;
}

/** A track that we publish. */
export class LocalTrack {
  /** Unique among our tracks; others see it, too. */
  readonly id: string;
  readonly source: Source;
  readonly kind: Kind;
  readonly #host: LocalTrackHost;
  readonly #capture: Capture | null;
  readonly #senders = new Set<TrackSender>();
  readonly #elements = new Set<HTMLMediaElement>();
  readonly #meter: TrackMeter;
  #measured: TrackSender | null = null;
  #mediaTrack: MediaStreamTrack;
  #muted: boolean;
  #wantsMuted: boolean;
  #opening: Promise<void> | null = null;
  #release: ReturnType<typeof setTimeout> | undefined;
  #released = false;
  #closed = false;
  #quality: WantedQuality = 'high';

  /** @internal */
  constructor(host: LocalTrackHost, id: string, source: Source, mediaTrack: MediaStreamTrack, muted: boolean, capture: Capture | null) {
    this.#host = host;
    this.id = id;
    this.source = source;
    this.kind = mediaTrack.kind as Kind;
    this.#capture = capture;
    this.#mediaTrack = mediaTrack;
    this.#muted = this.#wantsMuted = muted;
    this.#meter = new TrackMeter('out', this.kind);
    this.#watch(mediaTrack);
  }

  /** What is sent. Another one after {@link replace}, and after {@link unmute} of a camera. */
  get mediaTrack(): MediaStreamTrack {
    return this.#mediaTrack;
  }

  get muted(): boolean {
    return this.#muted;
  }

  /**
   * Sends silence or black from now on, and tells the others. A camera that {@link LocalParticipant.publishCamera} has
   * opened is let go a moment later, so that its light goes out.
   */
  mute(): void {
    this.#wantsMuted = true;
    if (!this.#muted) {
      this.#setMuted(true);
      this.#releaseSoon();
    }
  }

  /**
   * Goes on after {@link mute}, with the camera opened again if need be. Never rejects: if that fails the track stays
   * muted and the room tells by its event `error`.
   */
  unmute(): Promise<void> {
    this.#wantsMuted = false;
    clearTimeout(this.#release);
    if (!this.#released) {
      this.#setMuted(false);
      return Promise.resolve();
    }
    this.#opening ??= this.#reopen().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Sends another media track of the same kind in its place, without renegotiation. The one before is stopped. */
  async replace(mediaTrack: MediaStreamTrack): Promise<void> {
    if (mediaTrack.kind !== this.kind) {
      throw new RoomError('bad-track', `Replace ${this.kind} by ${this.kind}, not by ${mediaTrack.kind}.`);
    }
    if (mediaTrack !== this.#mediaTrack) {
      await this.#take(mediaTrack);
    }
  }

  /** Plays it in an element as a preview, whichever media track it has. The element is muted: one does not want to hear oneself. */
  attach(element: HTMLMediaElement): void {
    this.#elements.add(element);
    element.muted = true;
    element.autoplay = true;
    show(element, this.#mediaTrack, null);
    void play(element);
  }

  /** Undoes {@link attach}. */
  detach(element: HTMLMediaElement): void {
    if (this.#elements.delete(element)) {
      hide(element, this.#mediaTrack);
    }
  }

  /** How it is sent. Rates are those since the call before. */
  stats(): Promise<TrackStats> {
    const sender = [...this.#senders].at(-1) ?? null;
    if (sender !== this.#measured) {
      this.#measured = sender;
      this.#meter.restart();
    }
    return this.#meter.read(sender?.sender ?? null, sender?.connection ?? null, sender?.direct ?? false);
  }

  /** What the media track comes from, if we have opened it. @internal */
  get capture(): Capture | null {
    return this.#capture;
  }

  /** Whether the device has been let go because it is muted. @internal */
  get released(): boolean {
    return this.#released;
  }

  /** What a new sender begins with. @internal */
  get sent(): { mediaTrack: MediaStreamTrack | null; quality: WantedQuality } {
    return { mediaTrack: this.#released ? null : this.#mediaTrack, quality: this.#quality };
  }

  /** @internal */
  addSender(sender: TrackSender): void {
    this.#senders.add(sender);
  }

  /** @internal */
  removeSender(sender: TrackSender): void {
    this.#senders.delete(sender);
  }

  /** What the server's subscribers want of it. @internal */
  setQuality(quality: WantedQuality): void {
    this.#quality = quality;
    void this.#updateSenders();
  }

  /** The device is gone for good: nothing is sent until it is unmuted. @internal */
  async lose(): Promise<void> {
    this.#wantsMuted = true;
    this.#setMuted(true);
    await this.#letGo();
  }

  /** @internal */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#release);
    for (const element of [...this.#elements]) {
      this.detach(element);
    }
    this.#unwatch(this.#mediaTrack);
    this.#mediaTrack.stop();
  }

  readonly #onEnded = (): void => this.#host.ended(this);

  #watch(mediaTrack: MediaStreamTrack): void {
    mediaTrack.enabled = !this.#muted;
    mediaTrack.addEventListener('ended', this.#onEnded);
  }

  #unwatch(mediaTrack: MediaStreamTrack): void {
    mediaTrack.removeEventListener('ended', this.#onEnded);
  }

  #setMuted(muted: boolean): void {
    this.#mediaTrack.enabled = !muted;
    if (muted !== this.#muted) {
      this.#muted = muted;
      this.#host.muteChanged(this);
      this.#host.changed();
    }
  }

  #releaseSoon(): void {
    if (this.#capture?.kind === 'video') {
      clearTimeout(this.#release);
      this.#release = setTimeout(() => void this.#letGo(), RELEASE_AFTER_MS);
    }
  }

  async #letGo(): Promise<void> {
    this.#released = true;
    await this.#updateSenders();
    if (this.#released) {
      this.#mediaTrack.stop();
    }
  }

  async #reopen(): Promise<void> {
    try {
      const mediaTrack = await this.#capture!.open();
      if (this.#closed) {
        mediaTrack.stop();
        return;
      }
      await this.#take(mediaTrack);
      if (this.#wantsMuted) {
        this.#releaseSoon();
      } else {
        this.#setMuted(false);
      }
    } catch (error) {
      this.#wantsMuted = true;
      this.#host.failed(error as RoomError);
    }
  }

  async #take(mediaTrack: MediaStreamTrack): Promise<void> {
    const before = this.#mediaTrack;
    this.#unwatch(before);
    this.#mediaTrack = mediaTrack;
    this.#released = false;
    this.#watch(mediaTrack);
    for (const element of this.#elements) {
      show(element, mediaTrack, before);
      void play(element);
    }
    this.#host.changed();
    await this.#updateSenders();
    before.stop();
  }

  async #updateSenders(): Promise<void> {
    const { mediaTrack, quality } = this.sent;
    await Promise.all([...this.#senders].map((each) => each.update(mediaTrack, quality)));
  }
}
