import { useSyncExternalStore } from 'react';
import type { Store } from './store';

/** Renders the component again whenever the store changes. */
export function useStore<T extends Store>(store: T): T {
  useSyncExternalStore(store.subscribe, store.revision);
  return store;
}
