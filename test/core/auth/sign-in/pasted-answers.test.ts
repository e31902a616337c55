import { expect, test } from 'vitest';
import { SignInRun } from '../../../../electron/core/auth/sign-in/sign-in-run.ts';

/** A server that has forgotten its client is asked a second time in the same sign-in. */
test('each time the browser is opened another address can be pasted, and one that was used is over', async () => {
  const run = new SignInRun({ serverId: 's', accountId: null, now: () => 0, openBrowser: async () => {}, onChange: () => {} });
  const redirect = 'http://127.0.0.1:33418/oauth/callback';
  await run.open(`https://login.example/authorize?state=s&redirect_uri=${encodeURIComponent(redirect)}`);
  run.step(run.record.steps, { status: 'browser', address: null, redirect: null, scopes: [] });
  const first = run.pasted();
  run.finish(`${redirect}?state=s&code=1`);
  expect((await first).searchParams.get('code')).toBe('1');
  const second = run.pasted();
  run.finish(`${redirect}?state=s&code=2`);
  expect((await second).searchParams.get('code')).toBe('2');
});
