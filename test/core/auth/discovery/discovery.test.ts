import { describe, expect, it } from 'vitest';
import { type Discovered, discover } from '../../../../electron/core/auth/discovery/discovery.ts';
import { metadataAddresses } from '../../../../electron/core/auth/discovery/server-metadata.ts';
import { AuthHttp } from '../../../../electron/core/auth/http/auth-http.ts';
import { DEFAULT_TLS } from '../../../../shared/contract/constants.ts';
import type { AuthServerOptions, Json } from '../../../fixtures/auth-server/options.ts';
import type { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { authServer, edit } from '../auth-server.ts';
import { codeOf } from '../refusals.ts';

/** Discovery as it follows the server's own refusal. */
async function discovered(
  server: AuthServer,
  more: { lenientIssuer?: boolean; challenge?: string; exchangeMs?: number | undefined } = {},
): Promise<Discovered> {
  const refusal = await fetch(server.mcp, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  const challenge = more.challenge ?? refusal.headers.get('www-authenticate') ?? '';
  const url = new URL(server.mcp);
  const ports = { now: Date.now, env: {}, signal: new AbortController().signal, exchangeMs: more.exchangeMs };
  const http = await AuthHttp.open({ server: url, tls: DEFAULT_TLS }, ports);
  try {
    return await discover({ server: url, challenge, boundIssuer: null, lenientIssuer: more.lenientIssuer ?? false }, http);
  } finally {
    http.close();
  }
}

describe('discovery', () => {
  it.each<[string, Partial<AuthServerOptions>]>([
    ['with the address in the challenge', {}],
    ['with the address in the challenge alone', { resourceMetadata: 'elsewhere' }],
    ['at the well-known place with the path', { challengeNamesIt: false }],
    ['at the well-known place of the root', { challengeNamesIt: false, resourceMetadata: 'root' }],
    ['with an issuer that has a path', { issuerPath: '/tenant/1' }],
    ['with OpenID Connect after the path', { issuerPath: '/tenant', metadata: 'oidc' }],
    ['with OpenID Connect before the path', { issuerPath: '/tenant', metadata: 'oidcBefore' }],
    ['with OpenID Connect without a path', { metadata: 'oidc' }],
    ['of a server of 2025-03-26 that describes its sign-in', { together: true, resourceMetadata: 'none' }],
  ])('works %s', async (_, options) => {
    const server = await authServer(options);
    const { metadata, resource } = await discovered(server);
    expect(metadata).toMatchObject({ issuer: server.issuer, described: true });
    expect(metadata.tokenEndpoint.href).toBe(`${server.addresses.auth}/token`);
    expect(resource).toBe(server.mcp);
  });

  it('of a server of 2025-03-26 that describes nothing comes to the places of that time', async () => {
    const server = await authServer({ together: true, resourceMetadata: 'none', metadata: 'none' });
    const { metadata } = await discovered(server);
    const { origin } = new URL(server.mcp);
    expect(metadata).toMatchObject({ issuer: origin, described: false });
    expect(metadata.authorizationEndpoint?.href).toBe(`${origin}/authorize`);
  });

  it('asks in the order of the specification', () => {
    expect(metadataAddresses(new URL('https://a.example/t/')).map(({ href }) => href)).toEqual([
      'https://a.example/.well-known/oauth-authorization-server/t',
      'https://a.example/.well-known/openid-configuration/t',
      'https://a.example/t/.well-known/openid-configuration',
    ]);
    expect(metadataAddresses(new URL('https://a.example')).map(({ href }) => href)).toEqual([
      'https://a.example/.well-known/oauth-authorization-server',
      'https://a.example/.well-known/openid-configuration',
    ]);
  });

  it.each<[string, (server: AuthServer) => string, string | null]>([
    ['the origin', (server) => new URL(server.mcp).origin, null],
    ['the origin with a slash', (server) => `${new URL(server.mcp).origin}/`, null],
    ['the address with a slash', (server) => `${server.mcp}/`, null],
    ['another path', (server) => `${new URL(server.mcp).origin}/other`, 'auth_resource_mismatch'],
    ['a path that begins alike', (server) => `${server.mcp.slice(0, -1)}`, 'auth_resource_mismatch'],
    ['a path below', (server) => `${server.mcp}/below`, 'auth_resource_mismatch'],
    ['another port', (server) => server.mcp.replace(/:\d+\//, ':1/'), 'auth_resource_mismatch'],
    ['another host', () => 'https://evil.example/mcp', 'auth_resource_mismatch'],
    ['no address', () => 'mcp', 'auth_resource_mismatch'],
    ['somebody in it', (server) => server.mcp.replace('//', '//a@'), 'auth_resource_mismatch'],
  ])('with %s as the name of the resource', async (_, name, code) => {
    const server = await authServer({});
    server.options.editResourceMetadata = edit({ resource: name(server) });
    if (code === null) expect((await discovered(server)).resource).toBe(name(server));
    else expect(await codeOf(discovered(server))).toBe(code);
  });

  it.each<[string, Json, string | null]>([
    ['another issuer', { issuer: 'https://other.example' }, 'auth_issuer_mismatch'],
    ['no issuer', { issuer: undefined }, 'auth_answer_invalid'],
    ['an issuer that is no text', { issuer: 1 }, 'auth_answer_invalid'],
    ['no token endpoint', { token_endpoint: undefined }, 'auth_answer_invalid'],
    ['a token endpoint that is no address', { token_endpoint: 'token' }, 'auth_answer_invalid'],
    ['a token endpoint without protection', { token_endpoint: 'http://auth.example/token' }, 'auth_insecure'],
    ['a token endpoint in a file', { token_endpoint: 'file:///etc/passwd' }, 'auth_insecure'],
    ['a page that is a script', { authorization_endpoint: 'javascript:alert(1)' }, 'auth_insecure'],
    ['a page that is data', { authorization_endpoint: 'data:text/html,x' }, 'auth_insecure'],
    ['a registration with somebody in it', { registration_endpoint: 'https://a:b@auth.example/register' }, 'auth_answer_invalid'],
    ['lists that are none', { scopes_supported: 'a', code_challenge_methods_supported: { 0: 'S256' } }, null],
  ])('with %s in the metadata', async (_, change, code) => {
    const server = await authServer({ editMetadata: edit(change) });
    if (code === null) expect((await discovered(server)).metadata.challengeMethods).toBeNull();
    else expect(await codeOf(discovered(server))).toBe(code);
  });

  it('with an issuer that differs by a slash at the end takes it as it names itself', async () => {
    const server = await authServer({});
    server.options.editMetadata = edit({ issuer: `${server.issuer}/` });
    expect((await discovered(server)).metadata.issuer).toBe(`${server.issuer}/`);
  });

  it('of a server whose other name the person takes binds to the one that was asked', async () => {
    const server = await authServer({ editMetadata: edit({ issuer: 'https://other.example' }) });
    const { metadata } = await discovered(server, { lenientIssuer: true });
    expect(metadata).toMatchObject({ issuer: server.issuer, ownName: 'https://other.example' });
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'auth_answer_invalid'],
    ['text', 'x', 'auth_answer_invalid'],
    ['servers that are none', { authorization_servers: ['x'] }, 'auth_answer_invalid'],
    ['servers that are no list', { authorization_servers: 'https://a.example' }, 'auth_answer_invalid'],
    ['a server in a file', { authorization_servers: ['file:///etc'] }, 'auth_insecure'],
    ['a server without protection', { authorization_servers: ['http://a.example'] }, 'auth_insecure'],
  ])('with %s as the description of the resource', async (_, document, code) => {
    const server = await authServer({ editResourceMetadata: () => document });
    expect(await codeOf(discovered(server))).toBe(code);
  });

  it.each([
    ['html', 'auth_answer_invalid'],
    ['text', 'auth_answer_invalid'],
    ['huge', 'auth_answer_invalid'],
    ['silent', 'auth_unreachable'],
    ['trickle', 'auth_unreachable'],
    ['endlessRedirect', 'auth_redirected'],
    ['elsewhere', 'auth_redirected'],
    ['drop', 'auth_unreachable'],
    ['status500', 'auth_answer_invalid'],
  ] as const)('that meets %s', async (disturbance, code) => {
    for (const place of ['resourceMetadata', 'metadata'] as const) {
      const server = await authServer({ disturb: { [place]: disturbance } });
      const exchangeMs = code === 'auth_unreachable' ? 700 : undefined;
      expect([place, await codeOf(discovered(server, { exchangeMs }))]).toEqual([place, code]);
    }
  });

  it('of a web site that shows a page for everything says that it does not know how', async () => {
    const server = await authServer({ together: true, resourceMetadata: 'none', disturb: { metadata: 'html', other: 'html' } });
    expect(await codeOf(discovered(server))).toBe('auth_discovery_failed');
  });

  it('of an issuer that describes itself nowhere says so', async () => {
    const server = await authServer({ metadata: 'none' });
    expect(await codeOf(discovered(server))).toBe('auth_discovery_failed');
  });

  it.each(['nonsense', 'file:///etc/passwd', 'http://a.example/x'])('does not go where a challenge points with %s', async (address) => {
    const server = await authServer({});
    expect(await codeOf(discovered(server, { challenge: `Bearer resource_metadata="${address}"` }))).toMatch(
      /auth_(insecure|answer_invalid)/,
    );
  });
});
