const FIRST_MS = 100;
const LONGEST_MS = 2000;

/** How long to wait before trying again: 100 ms, 200, 400 ... 2 s, with jitter so that not all come in the same moment. */
export class Backoff {
  #attempts = 0;

  next(): number {
    const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#attempts++);
    return full * (0.5 + 0.5 * Math.random());
  }

  reset(): void {
    this.#attempts = 0;
  }
}
