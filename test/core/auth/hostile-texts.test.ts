import { afterEach, expect, test } from 'vitest';
import type { AuthServerOptions, Json } from '../../fixtures/auth-server/options.ts';
import { AuthServer } from '../../fixtures/auth-server/start.ts';
import { TestApp } from './end-to-end-app.ts';

const TURNED = '\u202egnissecorp\u202c\u2066\u200f\u001b[2J\n\n<b>x</b>';
/** What turns or hides letters, or drives a terminal. */
const UNSEEN = /[\u202e\u202c\u2066\u200f]|\\u001b/;

let server: AuthServer;
let app: TestApp;
afterEach(async () => {
  await app.stop();
  await server.stop();
});

async function appAt(options: Partial<AuthServerOptions>): Promise<string> {
  server = await AuthServer.start(options);
  app = await TestApp.start();
  return app.add(server.mcp, { auth: { kind: 'oauth', scopes: 'openid' } });
}

const with_ = (values: Json) => (document: Json) => ({ ...document, ...values });

test('an account is called by what can be read', async () => {
  const id = await appAt({ idToken: true, users: [{ id: 'u', name: 'Ada', email: `ada${TURNED}@example.com` }] });
  await app.signedIn(id);
  expect((await app.accounts())[0]?.name).toBe('adagnissecorp�[2J <b>x</b>@example.com');
});

test('a client is called by what can be read, and not at any length', async () => {
  const clientId = `${'client '.repeat(1_000)}${TURNED}`;
  const id = await appAt({ editRegistration: with_({ client_id: clientId }) });
  const signIn = app.signIn(id);
  await expect.poll(() => app.journeys.length, { timeout: 10_000 }).toBe(1);
  await app.ask('auth.cancel', { serverId: id });
  const [, registration] = (await signIn).steps;
  expect(registration?.status).toBe('done');
  expect(registration?.result.length).toBeLessThan(400);
});

test.each([
  [
    'the person does not consent',
    { editAnswer: (answer: URL) => new URL(`${answer}&error=x&error_description=${encodeURIComponent(TURNED)}`) },
  ],
  ['registration is refused', { refuseRegistration: () => ({ status: 400, error: TURNED, description: `no${TURNED}` }) }],
  ['the server is for another', { editResourceMetadata: with_({ resource: `https://bank.example/${TURNED}` }) }],
  ['the issuer calls itself another', { editMetadata: with_({ issuer: `https://bank.example/${TURNED}` }) }],
])('what a server says can be read where %s', async (_, options: Partial<AuthServerOptions>) => {
  const id = await appAt(options);
  const { error } = await app.signIn(id);
  expect(error).not.toBeNull();
  expect(JSON.stringify({ ...error })).not.toMatch(UNSEEN);
});

test('an issuer that is not written as an address is none', async () => {
  const id = await appAt({ editResourceMetadata: (d) => ({ ...d, authorization_servers: [`${server.issuer}/\u202egro.elgoog`] }) });
  expect((await app.signIn(id)).error?.code).toBe('auth_answer_invalid');
});
