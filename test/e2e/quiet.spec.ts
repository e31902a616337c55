import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ELECTRON_FLAGS, electron, ROOT } from './support/environment.ts';
import { expect, test } from './support/fixtures.ts';

interface NetLog {
  constants: { logEventTypes: Record<string, number> };
  events: { type: number; params?: Record<string, unknown> }[];
}

/** Whom Chromium asked for anything, from its own log: addresses of requests, names to resolve, sockets. */
function contacted(log: NetLog): string[] {
  const { logEventTypes: types } = log.constants;
  const found = new Set<string>();
  for (const { type, params } of log.events) {
    if (type === types.URL_REQUEST_START_JOB && typeof params?.url === 'string') found.add(new URL(params.url).host);
    if (type === types.HOST_RESOLVER_MANAGER_REQUEST && params?.host) found.add(String(params.host));
    if (type === types.TCP_CONNECT && Array.isArray(params?.address_list))
      for (const address of params.address_list) found.add(String(address));
  }
  return [...found].filter((host) => !/^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host) && host !== 'patchbay');
}

test('a fresh start of the app talks to nobody', { tag: '@desktop' }, async ({ home }) => {
  test.skip(!electron.binary, electron.missing);
  const file = join(home, 'net-log.json');
  // Not through Playwright, which switches much of Chromium's own traffic off by itself.
  const app = spawn(electron.binary ?? '', [...ELECTRON_FLAGS, `--log-net-log=${file}`, ROOT], {
    env: { ...process.env, PATCHBAY_HOME: home },
    stdio: 'ignore',
  });
  const ended = once(app, 'exit');
  // What Chromium does on its own it does in the first seconds.
  await sleep(8_000);
  app.kill('SIGTERM');
  await ended;
  expect(existsSync(join(home, 'window.json')), 'a window was open').toBe(true);
  const text = readFileSync(file, 'utf8');
  // The log is cut where the process ended.
  const log = JSON.parse(text.trimEnd().endsWith('}') ? text : `${text.trimEnd().replace(/,$/, '')}]}`) as NetLog;
  expect(log.events.length).toBeGreaterThan(0);
  expect(contacted(log)).toEqual([]);
});
