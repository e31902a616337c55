import type { CoreEvent, NumberedEvent } from '../../shared/contract/events.ts';

/** Numbers the core's events and hands them to every listener in order. */
export class EventBus {
  #seq = 0;
  readonly #listeners = new Set<(event: NumberedEvent) => void>();

  /** Number of the last event. A snapshot taken now already contains it. */
  get seq(): number {
    return this.#seq;
  }

  emit(event: CoreEvent): void {
    this.#seq += 1;
    const numbered: NumberedEvent = { seq: this.#seq, event };
    for (const listener of this.#listeners) listener(numbered);
  }

  /** Returns the unsubscriber. */
  subscribe(listener: (event: NumberedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
