/** State outside of React that tells whoever looks at it when it has changed. */
export abstract class Store {
  readonly #listeners = new Set<() => void>();
  #revision = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly revision = (): number => this.#revision;

  protected changed(): void {
    this.#revision++;
    [...this.#listeners].forEach((listener) => listener());
  }
}
