import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { startChild } from '../../../fixtures/bundled-child.ts';
import { oneKey } from '../../vault/fixtures/one-key.ts';
import { TestApp } from '../end-to-end-app.ts';
import { code as callsFromAProcess } from './fixtures/calls-from-a-process.ts?bundled';

test('app and command line renew a token once between them, and both get their answers', async () => {
  const key = randomBytes(32).toString('hex');
  const server = await AuthServer.start();
  onTestFinished(() => server.stop());
  const app = await TestApp.start(undefined, { keychains: [oneKey(key)] });
  onTestFinished(() => app.stop());
  const id = await app.add(server.mcp);
  await app.signedIn(id);

  const children = await Promise.all([1, 2].map(() => startCaller(app.folder, [key, id, server.mcp])));
  for (let round = 1; round <= 3; round += 1) {
    server.store.expireAccess();
    const words = Array.from({ length: 5 }, (_, n) => `call ${n + 1}`);
    const own = Promise.all(words.map((word) => app.echo(id, word)));
    const others = children.map((child) => answerTo(child, 'call'));
    expect(await Promise.all([own, ...others])).toEqual([words, words, words]);
    expect(server.grants('refresh_token').map(({ status }) => status)).toEqual(Array.from({ length: round }, () => 200));
  }
  expect(app.opened).toHaveLength(1);
  expect(await app.accounts()).toMatchObject([{ ended: false }]);
});

async function startCaller(folder: string, args: string[]): Promise<ChildProcess> {
  const child = await startChild(callsFromAProcess, folder, [folder, ...args]);
  const [state] = await once(child, 'message');
  expect(state).toBe('connected');
  return child;
}

async function answerTo(child: ChildProcess, word: string): Promise<unknown> {
  child.send(word);
  const [answers] = await once(child, 'message');
  return answers;
}
