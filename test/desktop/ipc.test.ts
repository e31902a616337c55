import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../electron/core/bridge.ts';
import { serveIpc } from '../../electron/desktop/ipc.ts';
import { IPC_EVENTS, IPC_INVOKE } from '../../shared/contract/constants.ts';
import type { NumberedEvent } from '../../shared/contract/events.ts';

const ORIGIN = 'app://patchbay';
type Handler = (event: unknown, ...args: unknown[]) => unknown;
const channels = vi.hoisted(() => ({
  handle: new Map<string, (...args: never[]) => unknown>(),
  on: new Map<string, (...args: never[]) => unknown>(),
}));

vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: (...args: never[]) => unknown) => channels.handle.set(channel, handler),
    on: (channel: string, handler: (...args: never[]) => unknown) => channels.on.set(channel, handler),
  },
}));

class Page extends EventEmitter {
  sent: unknown[][] = [];
  readonly id: number;
  constructor(id: number) {
    super();
    this.id = id;
  }
  isDestroyed = () => false;
  send = (...args: unknown[]) => this.sent.push(args);
}

const mainFrame = { origin: ORIGIN, parent: null } as WebFrameMain;
const strangers: [string, unknown][] = [
  ['a frame that is gone', { senderFrame: null }],
  ['another origin', { senderFrame: { ...mainFrame, origin: 'https://evil.example' } }],
  ['a look-alike origin', { senderFrame: { ...mainFrame, origin: 'app://patchbay.evil' } }],
  ['an opaque origin', { senderFrame: { ...mainFrame, origin: 'null' } }],
  ['a subframe of the same origin', { senderFrame: { ...mainFrame, parent: mainFrame } }],
  ['contents that are no window of ours', { sender: new Page(99) }],
];

describe('the Electron wire', () => {
  let handled: unknown[][];
  let push: (events: NumberedEvent[]) => void;
  let subscriptions: number;
  let page: Page;
  const event = (part: object = {}) => ({ sender: page, senderFrame: mainFrame, ...part });
  const invoke = (from: unknown, ...args: unknown[]) => (channels.handle.get(IPC_INVOKE) as Handler)(from, ...args);
  const subscribe = (from: unknown, wanted: unknown) => (channels.on.get(IPC_EVENTS) as Handler)(from, wanted);

  beforeEach(() => {
    handled = [];
    subscriptions = 0;
    page = new Page(1);
    const bridge: Bridge = {
      async handle(...args) {
        handled.push(args);
        return { ok: true, value: 'done' };
      },
      subscribe(send) {
        subscriptions += 1;
        push = send;
        return () => {
          subscriptions -= 1;
        };
      },
    };
    serveIpc(bridge, { origin: ORIGIN, isOurs: (sender: WebContents) => sender.id === 1 });
  });

  it('hands the main frame of our window to the core', async () => {
    expect(await invoke(event(), 'app.snapshot', { a: 1 })).toEqual({ ok: true, value: 'done' });
    expect(handled).toEqual([['app.snapshot', { a: 1 }]]);
  });

  it.each(strangers)('refuses %s', async (_name, part) => {
    expect(await invoke(event(part as object), 'app.snapshot', {})).toMatchObject({ ok: false, error: { code: 'refused' } });
    subscribe(event(part as object), true);
    expect(handled).toEqual([]);
    expect(subscriptions).toBe(0);
  });

  it('refuses 50 MB before anything looks at them', async () => {
    const input = { text: 'x'.repeat(50 * 1024 * 1024) };
    expect(await invoke(event(), 'servers.parse', input)).toMatchObject({ ok: false, error: { code: 'too_large' } });
    expect(await invoke(event(), input.text, {})).toMatchObject({ ok: false, error: { code: 'too_large' } });
    expect(handled).toEqual([]);
  });

  it('pushes events to a page that asked, once however often it asked, until it stops', () => {
    subscribe(event(), true);
    subscribe(event(), true);
    expect(subscriptions).toBe(1);
    push([]);
    expect(page.sent).toEqual([[IPC_EVENTS, []]]);
    subscribe(event(), false);
    expect(subscriptions).toBe(0);
  });

  it.each(['did-navigate', 'render-process-gone', 'destroyed'])('stops pushing at %s and leaves no listener', (end) => {
    subscribe(event(), true);
    page.emit(end);
    expect(subscriptions).toBe(0);
    expect(page.eventNames()).toEqual([]);
  });
});
