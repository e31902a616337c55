import type { NumberedEvent, Reply } from '../../shared/contract/events.ts';
import type { EventBus } from './event-bus.ts';
import type { Router } from './router.ts';

/** One frame of a 60 Hz screen: events closer together than this travel as one batch. */
const BATCH_MS = 16;

/** What both wires share. A wire checks who asks and how much, then hands over here. */
export interface Bridge {
  /** Parses, runs and answers; never rejects. */
  handle(method: unknown, input: unknown): Promise<Reply>;
  /** Sends batches of all events from now on; returns the unsubscriber. */
  subscribe(send: (events: NumberedEvent[]) => void): () => void;
}

export function createBridge(router: Router, bus: EventBus): Bridge {
  return {
    handle: (method, input) => router.handle(method, input),
    subscribe(send) {
      let batch: NumberedEvent[] = [];
      let timer: NodeJS.Timeout | undefined;
      const flush = () => {
        timer = undefined;
        const events = batch;
        batch = [];
        send(events);
      };
      const unsubscribe = bus.subscribe((event) => {
        batch.push(event);
        timer ??= setTimeout(flush, BATCH_MS);
      });
      return () => {
        unsubscribe();
        clearTimeout(timer);
        batch = [];
      };
    },
  };
}
