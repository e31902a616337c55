import { afterEach, expect, test } from 'vitest';
import type { RequestAuthorizer } from '../../../electron/core/transports/request-authorizer.ts';
import { AppError } from '../../../shared/errors.ts';
import { type RunningHttpServer, startHttpServer } from '../transports/fixtures/http-server.ts';
import { Recorder } from './fixtures/harness.ts';

let server: RunningHttpServer;
let recorder: Recorder;
afterEach(async () => {
  await recorder.manager.shutdown();
  server.stop();
});

/** Nobody has signed in. */
const nobody: RequestAuthorizer = {
  secrets: [],
  headers: async () => ({}),
  answered: () => {},
  async refused() {
    throw new AppError('sign_in_needed');
  },
};

test('a server that asks for sign-in is asked once', async () => {
  server = await startHttpServer(undefined, (_, response) => {
    response.writeHead(401).end();
    return true;
  });
  recorder = new Recorder({ authorizer: () => nobody });
  expect(await recorder.connect({ kind: 'remote', url: server.url })).toMatchObject({
    kind: 'needsAuth',
    error: { code: 'sign_in_needed' },
  });
  expect(server.requests).toHaveLength(1);
});

test('one of the older transport is told from an address where nothing is', async () => {
  server = await startHttpServer(undefined, ({ method }, response) => {
    response.writeHead(method === 'POST' ? 405 : 401).end();
    return true;
  });
  recorder = new Recorder({ authorizer: () => nobody });
  const url = new URL('/sse', server.url).href;
  expect(await recorder.connect({ kind: 'remote', url })).toMatchObject({ kind: 'needsAuth', error: { code: 'sign_in_needed' } });
});

test('what the credentials met is told as it is', async () => {
  server = await startHttpServer();
  const locked: RequestAuthorizer = {
    ...nobody,
    headers: async () => {
      throw new AppError('vault_locked');
    },
  };
  recorder = new Recorder({ authorizer: () => locked });
  expect(await recorder.connect({ kind: 'remote', url: server.url })).toMatchObject({ kind: 'failed', error: { code: 'vault_locked' } });
  expect(server.requests).toEqual([]);
});
