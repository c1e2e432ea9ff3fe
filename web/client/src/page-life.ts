export interface PageLifeEvents {
  /** The network is back, or the tab is looked at again: what was silent may have died meanwhile. */
  woken(): void;
  /** The page goes, perhaps for ever. */
  hidden(): void;
  /** It has come back from the cache of the browser's back button. */
  shown(): void;
}

/** What happens to the page that a room lives in. */
export class PageLife {
  readonly #events: PageLifeEvents;
  #isHidden = false;

  constructor(events: PageLifeEvents) {
    this.#events = events;
  }

  start(): void {
    addEventListener('online', this.#onWake);
    addEventListener('pagehide', this.#onHide);
    addEventListener('pageshow', this.#onShow);
    document.addEventListener('visibilitychange', this.#onWake);
  }

  stop(): void {
    removeEventListener('online', this.#onWake);
    removeEventListener('pagehide', this.#onHide);
    removeEventListener('pageshow', this.#onShow);
    document.removeEventListener('visibilitychange', this.#onWake);
  }

  readonly #onWake = (): void => {
    if (document.visibilityState !== 'hidden') {
      this.#events.woken();
    }
  };

  readonly #onHide = (): void => {
    this.#isHidden = true;
    this.#events.hidden();
  };

  readonly #onShow = (): void => {
    if (this.#isHidden) {
      this.#isHidden = false;
      this.#events.shown();
    }
  };
}
