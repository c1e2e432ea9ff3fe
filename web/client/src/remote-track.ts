import { HandOver, type Feed } from './feed';
import type { TrackInfo } from './messages';
import { hide, play, show } from './playback';
import type { RemoteParticipant } from './remote-participant';
import { TrackMeter } from './stats';
import type { Kind, Quality, Source, TrackStats } from './types';

/** What a remote track needs of its room. @internal */
export interface RemoteTrackHost {
  subscriptionChanged(track: RemoteTrack): void;
  subscribed(track: RemoteTrack): void;
  changed(): void;
  playbackBlocked(element: HTMLMediaElement): void;
}

/** A track that somebody else publishes. */
export class RemoteTrack {
  /** The name given by its publisher, unique among their tracks. */
  readonly id: string;
  readonly kind: Kind;
  readonly source: Source;
  /** Who publishes it. */
  readonly participant: RemoteParticipant;
  readonly #host: RemoteTrackHost;
  readonly #elements = new Set<HTMLMediaElement>();
  readonly #handOver = new HandOver(
    (feed, before) => this.#onShown(feed, before),
    () => !this.muted && !this.paused,
  );
  readonly #meter: TrackMeter;
  #muted: boolean;
  #paused = false;
  #quality: Quality = 'high';

  /** @internal */
  constructor(host: RemoteTrackHost, participant: RemoteParticipant, info: TrackInfo) {
    this.#host = host;
    this.participant = participant;
    this.id = info.track;
    this.kind = info.kind;
    this.source = info.source;
    this.#muted = info.muted;
    this.#meter = new TrackMeter('in', info.kind);
  }

  /** Whether its publisher has muted it. */
  get muted(): boolean {
    return this.#muted;
  }

  /** Whether we have paused it. */
  get paused(): boolean {
    return this.#paused;
  }

  /** How much of it we want. */
  get quality(): Quality {
    return this.#quality;
  }

  /** What arrives; null until it does. Another one when the connection changes: prefer {@link attach}. */
  get mediaTrack(): MediaStreamTrack | null {
    return this.#handOver.shown?.mediaTrack ?? null;
  }

  /** The server sends no more of it to us until {@link resume}. */
  pause(): void {
    this.#subscribe(true, this.#quality);
  }

  /** Goes on after {@link pause}. */
  resume(): void {
    this.#subscribe(false, this.#quality);
  }

  /** Tells the server how much of a video we want: small tiles need no `high`. */
  setQuality(quality: Quality): void {
    this.#subscribe(this.#paused, quality);
  }

  /**
   * Plays it in an `<audio>` or `<video>` element, from when it arrives, whichever connection brings it. An element may
   * play one audio and one video track together.
   */
  attach(element: HTMLMediaElement): void {
    this.#elements.add(element);
    element.autoplay = true;
    if (this.mediaTrack) {
      show(element, this.mediaTrack, null);
      this.#play(element);
    }
  }

  /** Undoes {@link attach}. */
  detach(element: HTMLMediaElement): void {
    if (this.#elements.delete(element) && this.mediaTrack) {
      hide(element, this.mediaTrack);
    }
  }

  /** How it arrives. Rates are those since the call before. */
  stats(): Promise<TrackStats> {
    const feed = this.#handOver.shown;
    return this.#meter.read(feed ? feed.receiver : null, feed?.connection ?? null, feed?.direct ?? false);
  }

  /** @internal */
  setMuted(muted: boolean): void {
    this.#muted = muted;
  }

  /** @internal */
  offerFeed(feed: Feed): void {
    this.#handOver.offer(feed);
  }

  /** @internal */
  withdrawFeed(feed: Feed): void {
    this.#handOver.withdraw(feed);
  }

  /** @internal */
  close(): void {
    for (const element of [...this.#elements]) {
      this.detach(element);
    }
    this.#handOver.close();
  }

  #subscribe(paused: boolean, quality: Quality): void {
    if (paused !== this.#paused || quality !== this.#quality) {
      this.#paused = paused;
      this.#quality = quality;
      this.#host.subscriptionChanged(this);
      this.#host.changed();
    }
  }

  #onShown(feed: Feed, before: Feed | null): void {
    for (const element of this.#elements) {
      show(element, feed.mediaTrack, before?.mediaTrack ?? null);
      this.#play(element);
    }
    this.#meter.restart();
    this.#host.subscribed(this);
  }

  #play(element: HTMLMediaElement): void {
    void play(element).then((playing) => {
      if (!playing) {
        this.#host.playbackBlocked(element);
      }
    });
  }
}
