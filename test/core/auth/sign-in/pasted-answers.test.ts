import { expect, test } from 'vitest';
import { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { TestApp } from '../end-to-end-app.ts';

/** Where a browser on another computer ends up; nobody listens there. */
async function answerTo(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return response.headers.get('location') ?? '';
}

test('an address that does not end this sign-in is refused, and the sign-in goes on', async ({ onTestFinished }) => {
  const server = await AuthServer.start();
  onTestFinished(() => server.stop());
  const app = await TestApp.start(async (address) => ({ visited: [address], status: 200, page: '' }));
  onTestFinished(() => app.stop());
  const id = await app.add(server.mcp);
  const signIn = app.signIn(id);
  await expect.poll(() => app.opened.length).toBe(1);
  const own = app.opened[0]!;
  const answer = await answerTo(own);
  const foreign = new URL(answer);
  foreign.searchParams.set('state', 'of-another');
  for (const url of ['nonsense', own, server.mcp, foreign.href, answer.replace('127.0.0.1', 'localhost')]) {
    const { redirect } = (await app.ask('app.snapshot', {})).signIns[id]!;
    await expect(app.ask('auth.finish', { serverId: id, url })).rejects.toMatchObject({ code: 'auth_not_its_end', details: { redirect } });
  }
  expect((await app.ask('app.snapshot', {})).signIns[id]).toMatchObject({ status: 'browser', error: null });
  await app.ask('auth.finish', { serverId: id, url: answer });
  expect((await signIn).status).toBe('done');
});

test('a second address can be pasted where the first one was not enough: the server had forgotten the client', async ({
  onTestFinished,
}) => {
  const server = await AuthServer.start();
  onTestFinished(() => server.stop());
  const app = await TestApp.start(async (address) => ({ visited: [address], status: 200, page: '' }));
  onTestFinished(() => app.stop());
  const id = await app.add(server.mcp);
  const pasted = async (nth: number) => {
    await expect.poll(() => app.opened.length, { timeout: 10_000 }).toBe(nth + 1);
    const url = await answerTo(app.opened[nth]!);
    if (nth === 1) server.forget('clients');
    await app.ask('auth.finish', { serverId: id, url });
  };
  const first = app.signIn(id);
  await pasted(0);
  expect((await first).status).toBe('done');
  const second = app.signIn(id, { account: 'new' });
  await pasted(1);
  await pasted(2);
  expect(await second).toMatchObject({ status: 'done', error: null });
  expect(server.seen('register')).toHaveLength(2);
});
