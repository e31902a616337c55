import { getEventListeners, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownSignal } from '../../../electron/core/transports/own-signal.ts';
import { type Fetching, fetchingBy } from '../../../electron/core/transports/patient-fetch.ts';
import { routeTo } from '../../../electron/core/transports/route.ts';
import { DEFAULT_TLS } from '../../../shared/contract/constants.ts';

describe('a signal of its own', () => {
  it('aborts with the shared one, for the same reason', () => {
    const shared = new AbortController();
    const signals = [ownSignal(shared.signal), ownSignal(shared.signal)];
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    shared.abort('enough');
    expect(signals.map(({ reason }) => reason)).toEqual(['enough', 'enough']);
    expect(ownSignal(shared.signal).reason).toBe('enough');
  });
});

describe('requests that share a signal', () => {
  let server: Server;
  let url: URL;
  let fetching: Fetching;

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.writeHead(200).flushHeaders();
      if (request.url !== '/stay') response.end('done');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    fetching = fetchingBy(routeTo(url, DEFAULT_TLS, {}));
  });

  afterAll(() => {
    fetching.close();
    server.close().closeAllConnections();
  });

  it('leave one listener on it, however many they are', async () => {
    const { signal } = new AbortController();
    for (let n = 0; n < 30; n += 1) await (await fetching.fetch(url, { signal })).text();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  });

  it('all end with it, also while they are answered', async () => {
    const shared = new AbortController();
    const answers = await Promise.all([1, 2, 3].map(() => fetching.fetch(new URL('/stay', url), { signal: shared.signal })));
    const endings = Promise.allSettled(answers.map((answer) => answer.text()));
    shared.abort(new Error('closed'));
    expect(await endings).toMatchObject(Array(3).fill({ status: 'rejected', reason: { message: 'closed' } }));
  });
});
