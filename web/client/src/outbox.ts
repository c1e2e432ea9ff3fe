import type { Numbered } from './messages';

/** As many as the server keeps for us. */
const MOST = 256;

type Sent = Numbered & { seq: number };

/** Numbers what we send and keeps it until the server is known to have it, so that each is taken exactly once. */
export class Outbox {
  #last = 0;
  #kept: Sent[] = [];
  #forgotten = 0;

  add(message: Numbered): Sent {
    const sent = { ...message, seq: ++this.#last };
    this.#kept.push(sent);
    if (this.#kept.length > MOST) {
      this.#forgotten = this.#kept.shift()!.seq;
    }
    return sent;
  }

  /** What the server has not received; null when some of it is no longer known. */
  after(received: number): readonly Sent[] | null {
    if (received < this.#forgotten) {
      return null;
    }
    this.#kept = this.#kept.filter((sent) => sent.seq > received);
    return this.#kept;
  }
}
