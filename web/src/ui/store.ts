import { useSyncExternalStore } from 'react';

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

/** Renders the component again whenever the store changes. */
export function useStore<T extends Store>(store: T): T {
  useSyncExternalStore(store.subscribe, store.revision);
  return store;
}
