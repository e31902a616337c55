import { describe, expect, test } from 'vitest';
import { createBridge } from '../../electron/core/bridge.ts';
import { EventBus } from '../../electron/core/event-bus.ts';
import { createRouter, type Handlers } from '../../electron/core/router.ts';
import { DEFAULT_SETTINGS } from '../../shared/contract/constants.ts';
import type { NumberedEvent } from '../../shared/contract/events.ts';
import { AppError } from '../../shared/errors.ts';

function router(handlers: Partial<Handlers>) {
  return createRouter(handlers as Handlers);
}

describe('router', () => {
  test.each(['nope', '__proto__', 'constructor', 'toString', 7, null, undefined, {}])('refuses the method %j', async (method) => {
    expect(await router({}).handle(method, {})).toMatchObject({ ok: false, error: { code: 'unknown_method' } });
  });

  test('names the fields that do not fit', async () => {
    const reply = await router({ 'servers.create': () => Promise.reject(new Error('not reached')) }).handle('servers.create', {
      name: ' ',
      transport: { kind: 'remote', url: 'file:///etc/passwd' },
    });
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    const issues = reply.ok ? [] : (reply.error.details?.issues as readonly { path: string }[]);
    expect(issues.map((issue) => issue.path).sort()).toEqual(['name', 'transport.url']);
  });

  test('explains a name that cannot be one', async () => {
    const transport = { kind: 'remote', url: 'https://example.com', headers: { 'not a name': 'x' } };
    const reply = await router({}).handle('servers.create', { name: 'X', transport });
    expect(reply).toMatchObject({
      ok: false,
      error: { details: { issues: [{ path: 'transport.headers.not a name', message: 'Not a valid header name' }] } },
    });
  });

  test('a thrown AppError keeps its fields', async () => {
    const reply = await router({
      'servers.connect': () => {
        throw new AppError('not_found', { what: 'server', id: 'x' });
      },
    }).handle('servers.connect', { id: 'x' });
    expect(reply).toEqual({
      ok: false,
      error: {
        code: 'not_found',
        message: 'There is no server "x"',
        hint: 'It may have been removed in the meantime.',
        details: { what: 'server', id: 'x' },
      },
    });
  });

  test('anything else thrown is internal', async () => {
    const reply = await router({ 'servers.log': () => Promise.reject(new TypeError('boom')) }).handle('servers.log', { id: 'x' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', technical: expect.stringContaining('boom') } });
  });

  test('an answer that breaks the contract does not leave the core', async () => {
    const reply = await router({ 'servers.connectAll': () => ({ started: 'many' }) as never }).handle('servers.connectAll', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  test('changes only the settings that are named', async () => {
    let seen: unknown;
    await router({
      'settings.update': (patch) => {
        seen = patch;
        return { ...DEFAULT_SETTINGS, ...patch };
      },
    }).handle('settings.update', { theme: 'dark' });
    expect(seen).toEqual({ theme: 'dark' });
  });
});

describe('bridge', () => {
  test('sends events in order, in batches, with rising numbers', async () => {
    const bus = new EventBus();
    const batches: NumberedEvent[][] = [];
    const done = new Promise<void>((resolve) => {
      const stop = createBridge(router({}), bus).subscribe((events) => {
        batches.push(events);
        stop();
        resolve();
      });
    });
    for (let n = 0; n < 5; n += 1) bus.emit({ type: 'servers', servers: [] });
    await done;
    expect(batches).toHaveLength(1);
    expect(batches[0]?.map((each) => each.seq)).toEqual([1, 2, 3, 4, 5]);
  });
});
