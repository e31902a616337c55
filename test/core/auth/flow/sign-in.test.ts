import { afterEach, describe, expect, it } from 'vitest';
import { signInWithBrowser } from '../../../../electron/core/auth/sign-in-flow.ts';
import { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { codeOf, Person, targetAt } from './support.ts';

const servers: AuthServer[] = [];
const start = async (...how: Parameters<typeof AuthServer.start>) => {
  const server = await AuthServer.start(...how);
  servers.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe('signing in with the browser', () => {
  it('finds the sign-in server, registers, comes back with a code, and gets tokens for this server', async () => {
    const server = await start({ idToken: true, scopes: ['openid', 'mcp'], challengeScope: 'openid mcp' });
    const person = new Person();
    const { grant, identity } = await signInWithBrowser(targetAt(server.mcp), person);
    expect(grant).toMatchObject({ issuer: server.issuer, resource: server.mcp, tokenType: 'Bearer' });
    expect(grant.refreshToken).not.toBeNull();
    expect(identity).toMatchObject({ name: 'ada@example.com' });
    expect(person.clients.get(server.issuer)).toMatchObject({ source: 'registered', redirectUris: [person.facts?.redirect] });
    expect(person.steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'discovery done',
      'registration done',
      'authorization done',
      'token done',
    ]);
    expect(person.answered).toBe(1);
    expect(await codeOf(fetch(person.facts?.redirect ?? ''))).toBe('not an AppError: TypeError: fetch failed');
  });
});
