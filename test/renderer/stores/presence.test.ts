import { describe, expect, it } from 'vitest';
import type { Client } from '../../../renderer/api/client.ts';
import { startPresence } from '../../../renderer/stores/presence.ts';
import { AppError } from '../../../shared/errors.ts';

/** A page whose visibility and network can be changed, and a wire that notes what it is told. */
function setUp() {
  const told: unknown[] = [];
  let connection: (up: boolean) => void = () => {};
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const window = Object.assign(new EventTarget(), { navigator: { onLine: true } });
  const client: Client = {
    shell: 'browser',
    invoke: (async (method: string, input: unknown) => {
      told.push({ method, ...(input as object) });
      throw new AppError('unreachable');
    }) as Client['invoke'],
    subscribe: () => () => {},
    onConnection: (listener) => {
      connection = listener;
      return () => {
        connection = () => {};
      };
    },
    onRefused: () => () => {},
  };
  const end = startPresence(client, { document, window } as unknown as Parameters<typeof startPresence>[1]);
  return { told, document, window, end, connection: (up: boolean) => connection(up) };
}

describe('presence', () => {
  it('is told when the wire is up, and each time it is up again', () => {
    const { told, connection } = setUp();
    expect(told).toEqual([]);
    connection(true);
    connection(false);
    connection(true);
    expect(told).toEqual(Array(2).fill({ method: 'app.presence', visible: true, online: true }));
  });

  it('is told when the page is hidden and when the network changes, until its end', () => {
    const { told, document, window, end, connection } = setUp();
    document.visibilityState = 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
    window.navigator.onLine = false;
    window.dispatchEvent(new Event('offline'));
    window.navigator.onLine = true;
    window.dispatchEvent(new Event('online'));
    expect(told).toEqual([
      { method: 'app.presence', visible: false, online: true },
      { method: 'app.presence', visible: false, online: false },
      { method: 'app.presence', visible: false, online: true },
    ]);
    end();
    window.dispatchEvent(new Event('offline'));
    document.dispatchEvent(new Event('visibilitychange'));
    connection(true);
    expect(told).toHaveLength(3);
  });
});
