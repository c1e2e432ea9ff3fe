type Handler<T> = (payload: T) => void;

/** Calls handlers by the name of the event. A handler that throws does not keep the others from being called. */
export class Emitter<Events> {
  readonly #handlers = new Map<keyof Events, Set<Handler<never>>>();

  on<Name extends keyof Events>(name: Name, handler: Handler<Events[Name]>): () => void {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    const entry: Handler<Events[Name]> = (payload) => handler(payload); // the same handler may be added twice
    handlers.add(entry as Handler<never>);
    return () => handlers.delete(entry as Handler<never>);
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      try {
        (handler as Handler<Events[Name]>)(payload);
      } catch (error) {
        reportError(error); // it is the page's own, and its console should tell
      }
    }
  }
}
