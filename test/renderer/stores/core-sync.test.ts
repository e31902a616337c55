import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../renderer/api/client.ts';
import { applyEvents, joinLines, LOG_LINES } from '../../../renderer/stores/core-deltas.ts';
import { type CoreState, NO_VAULT } from '../../../renderer/stores/core-state.ts';
import { CoreSync } from '../../../renderer/stores/core-sync.ts';
import { DEFAULT_SETTINGS, NO_LIMITS } from '../../../shared/contract/constants.ts';
import type { CoreEvent, NumberedEvent } from '../../../shared/contract/events.ts';
import type { LogLine, ServerDefinition, ToolRun } from '../../../shared/contract/model.ts';

const EMPTY: CoreState = {
  phase: 'loading',
  info: { version: '', shell: 'browser', platform: '', dataFolder: '', readOnlyBecausePid: null, notices: [] },
  servers: [],
  categories: [],
  states: {},
  settings: DEFAULT_SETTINGS,
  tools: {},
  staleTools: {},
  runs: {},
  logs: {},
  vault: NO_VAULT,
  accounts: [],
  signIns: {},
};
const line = (text: string, at = 1): LogLine => ({ at, stream: 'stderr', text });
const server = (id: string): ServerDefinition => ({
  id,
  name: id,
  categoryId: null,
  icon: '',
  notes: '',
  callTimeoutMs: null,
  limits: NO_LIMITS,
  transport: { kind: 'sample' },
  enabled: true,
  createdAt: 0,
  updatedAt: 0,
});
const theme = (value: 'light' | 'dark'): CoreEvent => ({ type: 'settings', settings: { ...DEFAULT_SETTINGS, theme: value } });

/** A core in miniature: it numbers events, and its snapshots wait until they are released. */
class TinyCore {
  seq = 0;
  snapshots = 0;
  state: Pick<CoreState, 'servers' | 'settings'> = { servers: [server('a')], settings: DEFAULT_SETTINGS };
  log: LogLine[] = [];
  #send: (events: NumberedEvent[]) => void = () => {};
  #connection: (up: boolean) => void = () => {};
  #held: (() => void)[] | null = null;

  readonly client: Client = {
    shell: 'browser',
    invoke: (async (method: string) => {
      if (method === 'tools.summaries') return {};
      if (method === 'calls.list') return [];
      if (method === 'servers.log') return [...this.log];
      this.snapshots += 1;
      const { info, vault, accounts, signIns } = EMPTY;
      const answer = { seq: this.seq, info, vault, accounts, signIns, categories: [], states: {}, running: [], ...this.state };
      if (this.#held) await new Promise<void>((resolve) => this.#held?.push(resolve));
      return answer;
    }) as Client['invoke'],
    subscribe: (listener) => {
      this.#send = listener;
      return () => {
        this.#send = () => {};
      };
    },
    onConnection: (listener) => {
      this.#connection = listener;
      listener(true);
      return () => {};
    },
    onRefused: () => () => {},
  };

  emit(...events: CoreEvent[]): void {
    this.#send(this.number(events));
  }

  /** Numbers events as if they had been sent, but does not send them. */
  number(events: CoreEvent[]): NumberedEvent[] {
    return events.map((event) => ({ seq: ++this.seq, event }));
  }

  connection(up: boolean): void {
    this.#connection(up);
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    for (const resolve of this.#held?.splice(0) ?? []) resolve();
    this.#held = null;
  }
}

function mirror() {
  const core = new TinyCore();
  const store = createStore<CoreState>(() => EMPTY);
  const sync = new CoreSync(core.client, store);
  return { core, store, sync };
}
const settled = () => sleep(0);

describe('the mirror of the core', () => {
  it('takes a snapshot, then follows the events', async () => {
    const { core, store, sync } = mirror();
    sync.start();
    await settled();
    expect(store.getState()).toMatchObject({ phase: 'ready', servers: [{ id: 'a' }] });
    core.emit({ type: 'state', serverId: 'a', state: { kind: 'disabled' } });
    expect(store.getState().states.a).toEqual({ kind: 'disabled' });
    expect(core.snapshots).toBe(1);
  });

  it('applies events that came before the snapshot only when it does not contain them', async () => {
    const { core, store, sync } = mirror();
    core.hold();
    sync.start();
    core.emit(theme('dark'));
    core.emit(theme('light'));
    core.release();
    await settled();
    expect(store.getState().settings.theme).toBe('light');
    expect(core.snapshots).toBe(1);
  });

  it('applies a batch in one step', async () => {
    const { core, store, sync } = mirror();
    sync.start();
    await settled();
    let steps = 0;
    store.subscribe(() => {
      steps += 1;
    });
    core.emit(theme('dark'), { type: 'state', serverId: 'a', state: { kind: 'disabled' } });
    expect(steps).toBe(1);
  });

  it('takes a new snapshot when an event is missing', async () => {
    const { core, store, sync } = mirror();
    sync.start();
    await settled();
    core.number([theme('dark')]);
    core.state = { ...core.state, settings: { ...DEFAULT_SETTINGS, theme: 'dark' } };
    core.emit({ type: 'state', serverId: 'a', state: { kind: 'disabled' } });
    await settled();
    expect(core.snapshots).toBe(2);
    expect(store.getState().settings.theme).toBe('dark');
  });

  it('says that the wire is down, and is right again after it came back', async () => {
    const { core, store, sync } = mirror();
    sync.start();
    await settled();
    core.connection(false);
    expect(store.getState().phase).toBe('lost');
    core.seq = 0;
    core.state = { ...core.state, servers: [] };
    core.connection(true);
    await settled();
    expect(store.getState()).toMatchObject({ phase: 'ready', servers: [] });
    core.emit(theme('dark'));
    expect(store.getState().settings.theme).toBe('dark');
  });

  it('hears nothing more after its end', async () => {
    const { core, store, sync } = mirror();
    const end = sync.start();
    await settled();
    end();
    core.emit(theme('dark'));
    expect(store.getState().settings.theme).toBe('system');
  });

  it('does not show a line twice that came with the log and as an event', async () => {
    const { core, store, sync } = mirror();
    sync.start();
    await settled();
    core.log = [line('one'), line('two')];
    await sync.loadLog('a');
    core.emit({ type: 'log', serverId: 'a', lines: [line('two'), line('three')] });
    core.emit({ type: 'log', serverId: 'a', lines: [line('three')] });
    expect(store.getState().logs.a?.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'three']);
  });
});

describe('deltas', () => {
  it('keep the identity of what they do not name', () => {
    const before: CoreState = { ...EMPTY, states: { a: { kind: 'disabled' }, b: { kind: 'disconnected' } } };
    const changed = applyEvents(before, [{ type: 'state', serverId: 'b', state: { kind: 'disabled' } }]);
    expect(Object.keys(changed)).toEqual(['states']);
    expect(changed.states?.a).toBe(before.states.a);
  });

  it('keep the definitions that a new list did not change, so that their cards rest', () => {
    const before: CoreState = { ...EMPTY, servers: [server('a'), server('b')] };
    const changed = applyEvents(before, [{ type: 'servers', servers: [{ ...server('a'), name: 'new' }, server('b')] }]);
    expect(changed.servers?.[0]?.name).toBe('new');
    expect(changed.servers?.[1]).toBe(before.servers[1]);
  });

  it('forget what belongs to a server that is gone', () => {
    const before: CoreState = { ...EMPTY, states: { a: { kind: 'disabled' } }, tools: { a: [] }, logs: { a: [line('x')] } };
    expect(applyEvents(before, [{ type: 'servers', servers: [] }])).toMatchObject({ states: {}, tools: {}, logs: {} });
  });

  it('move a run along while it runs', () => {
    const run: ToolRun = {
      callId: 'c',
      serverId: 'a',
      tool: 't',
      args: { x: 1 },
      startedAt: 1,
      durationMs: null,
      status: 'running',
      progress: null,
      error: null,
      sizeBytes: 0,
      outputProblem: null,
    };
    const progress = { progress: 1, total: 2, message: 'half' };
    const event: CoreEvent = { type: 'progress', callId: 'c', progress };
    expect(applyEvents(EMPTY, [{ type: 'run', run }, event]).runs).toEqual({ c: { ...run, progress } });
    expect(applyEvents(EMPTY, [event])).toEqual({});
    expect(applyEvents({ ...EMPTY, runs: { c: { ...run, status: 'done' } } }, [event])).toEqual({});
  });

  it('keep the newest lines of a log', () => {
    const lines = Array.from({ length: LOG_LINES + 5 }, (_, index) => line(String(index)));
    const changed = applyEvents(EMPTY, [{ type: 'log', serverId: 'a', lines }]);
    expect(changed.logs?.a).toHaveLength(LOG_LINES);
    expect(changed.logs?.a?.at(-1)?.text).toBe(String(LOG_LINES + 4));
  });

  it('join logs at what they share', () => {
    const a = line('a');
    const b = line('b');
    expect(joinLines([a, b], [b, a])).toEqual([a, b, a]);
    expect(joinLines([a], [b])).toEqual([a, b]);
    expect(joinLines([], [a])).toEqual([a]);
    expect(joinLines([a], [line('a', 2)])).toEqual([a, line('a', 2)]);
  });
});
