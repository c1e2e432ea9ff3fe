/**
 * Keeps a tab's membership over a reload, so that the page that comes back replaces the one that went instead of meeting
 * it. A browser may refuse storage at any call; then nothing is kept.
 */
export class SessionToken {
  readonly #storage: Storage | null;
  readonly #key: string;

  constructor(storage: Storage | null | undefined, url: string, room: string) {
    this.#storage = storage === undefined ? sessionStorageOrNull() : storage;
    this.#key = `sluice-client ${url} ${room}`;
  }

  read(): string | undefined {
    return attempt(() => this.#storage?.getItem(this.#key) ?? undefined);
  }

  write(token: string): void {
    attempt(() => this.#storage?.setItem(this.#key, token));
  }

  clear(): void {
    attempt(() => this.#storage?.removeItem(this.#key));
  }
}

function sessionStorageOrNull(): Storage | null {
  return attempt(() => globalThis.sessionStorage) ?? null;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
