import type { StoreApi } from 'zustand';
import type { NumberedEvent } from '../../shared/contract/events.ts';
import type { LogLine } from '../../shared/contract/model.ts';
import type { Client } from '../api/client.ts';
import { applyEvents, joinLines } from './core-deltas.ts';
import { type CoreState, stateFromFetch } from './core-state.ts';

const RETRY_MS = 1_000;

/** Keeps a store equal to the core: subscribe, snapshot, deltas by number, and a new snapshot at every gap. */
export class CoreSync {
  readonly #client: Client;
  readonly #store: StoreApi<CoreState>;
  readonly #dispose: (() => void)[] = [];
  /** Number of the last event in the store; null while a fetch is under way. */
  #seq: number | null = null;
  #early: NumberedEvent[] = [];
  /** Rises with every fetch, so that an answer that was overtaken is dropped. */
  #fetches = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #freshLogs = new Set<string>();

  constructor(client: Client, store: StoreApi<CoreState>) {
    this.#client = client;
    this.#store = store;
  }

  /** Starts mirroring; returns the end of it. */
  start(): () => void {
    this.#dispose.push(this.#client.subscribe((events) => this.#receive(events)));
    this.#dispose.push(this.#client.onConnection((up) => (up ? this.#fetch() : this.#lose())));
    return () => {
      clearTimeout(this.#retry);
      this.#fetches += 1;
      for (const end of this.#dispose.splice(0)) end();
    };
  }

  /** Brings the whole log the core has of a server into the store. Rejects as `servers.log` does. */
  async loadLog(serverId: string): Promise<void> {
    const lines = await this.#client.invoke('servers.log', { id: serverId });
    this.#freshLogs.add(serverId);
    this.#store.setState(({ logs }) => ({ logs: { ...logs, [serverId]: lines } }));
  }

  #lose(): void {
    this.#fetches += 1;
    this.#seq = null;
    this.#early = [];
    if (this.#store.getState().phase === 'ready') this.#store.setState({ phase: 'lost' });
  }

  #fetch(): void {
    this.#fetches += 1;
    const fetch = this.#fetches;
    this.#seq = null;
    clearTimeout(this.#retry);
    const whole = Promise.all([
      this.#client.invoke('app.snapshot', {}),
      this.#client.invoke('tools.summaries', {}),
      this.#client.invoke('calls.list', {}),
    ]);
    whole.then(
      ([snapshot, tools, runs]) => {
        if (fetch !== this.#fetches) return;
        this.#store.setState(stateFromFetch({ snapshot, tools, runs }));
        this.#seq = snapshot.seq;
        this.#receive(this.#early.splice(0));
      },
      () => {
        if (fetch === this.#fetches) this.#retry = setTimeout(() => this.#fetch(), RETRY_MS);
      },
    );
  }

  #receive(events: readonly NumberedEvent[]): void {
    if (this.#seq === null) {
      this.#early.push(...events);
      return;
    }
    const fresh = events.filter(({ seq }) => seq > (this.#seq ?? 0));
    const last = fresh.at(-1);
    if (!last) return;
    if (fresh.some(({ seq }, index) => seq !== (this.#seq ?? 0) + 1 + index)) {
      this.#fetch();
      return;
    }
    this.#seq = last.seq;
    this.#store.setState((state) => {
      const changed = applyEvents(
        state,
        fresh.map(({ event }) => event).filter((event) => event.type !== 'log' || !this.#freshLogs.has(event.serverId)),
      );
      return { ...changed, ...this.#joinFreshLogs({ ...state, ...changed }, fresh) };
    });
  }

  #joinFreshLogs(state: CoreState, events: readonly NumberedEvent[]): Partial<CoreState> {
    let logs: Record<string, readonly LogLine[]> | undefined;
    for (const { event } of events) {
      if (event.type !== 'log' || !this.#freshLogs.has(event.serverId)) continue;
      logs ??= { ...state.logs };
      logs[event.serverId] = joinLines(logs[event.serverId] ?? [], event.lines);
    }
    for (const { event } of events) if (event.type === 'log') this.#freshLogs.delete(event.serverId);
    return logs ? { logs } : {};
  }
}
