const FIRST_MS = 100;
/** Most servers that go come back within seconds, and then it is this pause that people wait for. */
const LONGEST_AT_FIRST_MS = 1000;
const LONGEST_MS = 2000;
const AT_FIRST = 20;

/** How long to wait before trying again: 100 ms, 200, 400 ... 1 s, later 2 s, with jitter so that not all come in the same moment. */
export class Backoff {
  #attempts = 0;

  next(): number {
    const longest = this.#attempts < AT_FIRST ? LONGEST_AT_FIRST_MS : LONGEST_MS;
    const full = Math.min(longest, FIRST_MS * 2 ** this.#attempts++);
    return full * (0.5 + 0.5 * Math.random());
  }

  reset(): void {
    this.#attempts = 0;
  }
}
