/** Keeps the controller of a signal for as long as the signal is held. */
const controllers = new WeakMap<AbortSignal, AbortController>();
const followers = new WeakMap<AbortSignal, Followers>();

/** The signals that follow one; those that nobody holds any more are forgotten. */
class Followers {
  readonly #live = new Set<WeakRef<AbortController>>();
  readonly #collected = new FinalizationRegistry<WeakRef<AbortController>>((reference) => this.#live.delete(reference));

  constructor(followed: AbortSignal) {
    const follow = () => {
      for (const reference of this.#live) reference.deref()?.abort(followed.reason);
    };
    followed.addEventListener('abort', follow, { once: true });
  }

  add(): AbortSignal {
    const controller = new AbortController();
    const reference = new WeakRef(controller);
    this.#live.add(reference);
    this.#collected.register(controller, reference);
    controllers.set(controller.signal, controller);
    return controller.signal;
  }
}

/**
 * A signal that aborts with another one, for one request alone. Node's fetch leaves a listener on a signal for each request until
 * that is collected: on one that all requests share they pile up, with a warning for each, and each slower than the one before.
 * AbortSignal.any would be this, but in Node 20 it leaves some bytes for ever.
 */
export function ownSignal(shared: AbortSignal): AbortSignal {
  if (shared.aborted) return shared;
  const known = followers.get(shared) ?? new Followers(shared);
  followers.set(shared, known);
  return known.add();
}
