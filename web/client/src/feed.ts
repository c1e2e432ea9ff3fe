import { entriesOf } from './stats';

/** A media track that arrives over one connection, for one remote track. */
export interface Feed {
  readonly mediaTrack: MediaStreamTrack;
  readonly receiver: RTCRtpReceiver;
  readonly connection: RTCPeerConnection;
  /** From the other browser itself rather than the server. */
  readonly direct: boolean;
  /** Called once nobody looks at it any more: another feed has taken its place, or the track has gone. */
  readonly replaced: () => void;
}

const POLL_MS = 100;

/**
 * Which of the feeds of one remote track is shown: the newest one, but not before it has something to show.
 *
 * Feeds change when a room moves from peer to peer to the server, when a connection is built anew, and when the server
 * was replaced. Statistics tell that a feed delivers; frame callbacks do not run in tabs in the background.
 */
export class HandOver {
  #shown: Feed | null = null;
  #next: Feed | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onShown: (feed: Feed, before: Feed | null) => void;
  readonly #mayWait: () => boolean;

  /** @param mayWait whether a picture is expected at all: nothing comes from a track that is muted or paused */
  constructor(onShown: (feed: Feed, before: Feed | null) => void, mayWait: () => boolean) {
    this.#onShown = onShown;
    this.#mayWait = mayWait;
  }

  get shown(): Feed | null {
    return this.#shown;
  }

  /** A feed has come; it is shown at once if there is nothing to lose. */
  offer(feed: Feed): void {
    if (feed === this.#shown || feed === this.#next) {
      return; // its track was told of once more
    }
    this.#discardNext();
    if (this.#shown === null || !this.#mayWait()) {
      this.#show(feed);
      return;
    }
    this.#next = feed;
    feed.mediaTrack.addEventListener('unmute', this.#check);
    this.#check();
  }

  /** The feed will bring nothing more. Its last picture stays until there is another. */
  withdraw(feed: Feed): void {
    if (this.#next === feed) {
      this.#discardNext();
    }
  }

  /** The track itself has gone. */
  close(): void {
    this.#discardNext();
    this.#shown?.replaced();
    this.#shown = null;
  }

  readonly #check = (): void => {
    clearTimeout(this.#timer);
    const feed = this.#next;
    if (feed === null) {
      return;
    }
    void delivers(feed).then((flowing) => {
      if (this.#next !== feed) {
        return;
      }
      if (flowing || !this.#mayWait()) {
        this.#dropNext();
        this.#show(feed);
      } else {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(this.#check, POLL_MS);
      }
    });
  };

  #show(feed: Feed): void {
    const before = this.#shown;
    this.#shown = feed;
    this.#onShown(feed, before);
    before?.replaced();
  }

  /** Somebody else takes its place before it was ever shown. */
  #discardNext(): void {
    const feed = this.#next;
    this.#dropNext();
    feed?.replaced();
  }

  #dropNext(): void {
    clearTimeout(this.#timer);
    this.#next?.mediaTrack.removeEventListener('unmute', this.#check);
    this.#next = null;
  }
}

async function delivers(feed: Feed): Promise<boolean> {
  const entry = (await entriesOf(feed.receiver)).find(({ type }) => type === 'inbound-rtp');
  return ((feed.mediaTrack.kind === 'video' ? entry?.framesDecoded : entry?.packetsReceived) ?? 0) > 0;
}
