import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { AuthServerOptions, Json } from '../../fixtures/auth-server/options.ts';
import { AuthServer } from '../../fixtures/auth-server/start.ts';
import { type Certificates, makeCertificates } from '../transports/fixtures/certificates.ts';
import { type RunningProxy, startProxy } from '../transports/fixtures/web-proxy.ts';
import { TestApp } from './end-to-end-app.ts';

/** A name that only the proxy knows: to everybody else a server on the internet. */
const PUBLIC = 'mcp.public.example';

let certificates: Certificates;
let proxy: RunningProxy;
let server: AuthServer;
let app: TestApp;
const before = { ...process.env };
beforeAll(async () => {
  certificates = makeCertificates();
  proxy = await startProxy({ hosts: { [PUBLIC]: '127.0.0.1' } });
  for (const name of ['NO_PROXY', 'no_proxy', 'HTTP_PROXY', 'http_proxy', 'https_proxy']) delete process.env[name];
  process.env.HTTPS_PROXY = proxy.url;
});
afterEach(async () => {
  await app.stop();
  await server.stop();
  proxy.asked.length = 0;
});
afterAll(() => {
  process.env = before;
  proxy.stop();
  certificates.remove();
});

const authorizationServers = (issuer: string): Partial<AuthServerOptions> => ({
  editResourceMetadata: (document) => ({ ...document, authorization_servers: [issuer] }),
});
/** The server is its own sign-in server, and describes that as given. */
const endpoint = (values: Json): Partial<AuthServerOptions> => ({
  together: true,
  editMetadata: (document) => ({ ...document, ...values }),
});

test.each<[string, Partial<AuthServerOptions>, ErrorCode]>([
  ['the metadata of a cloud', authorizationServers('https://169.254.169.254/latest'), 'auth_private_address'],
  ['the network', authorizationServers('https://10.0.0.7'), 'auth_private_address'],
  ['the network, by IPv6', authorizationServers('https://[fd00::7]'), 'auth_private_address'],
  ['this computer', authorizationServers('https://127.0.0.1:9443'), 'auth_private_address'],
  ['this computer, by its name', authorizationServers('https://localhost:9443'), 'auth_private_address'],
  ['this computer, by IPv6', authorizationServers('https://[::1]:9443'), 'auth_private_address'],
  ['this computer, by an address of IPv4 in one of IPv6', authorizationServers('https://[::ffff:127.0.0.1]'), 'auth_private_address'],
  ['this computer, by one number', authorizationServers('https://2130706433'), 'auth_private_address'],
  ['this computer without protection', authorizationServers('http://127.0.0.1:9443'), 'auth_insecure'],
  ['a printer', authorizationServers('https://printer.local'), 'auth_private_address'],
  ['tokens in the network', endpoint({ token_endpoint: 'https://192.168.1.1/token' }), 'auth_private_address'],
  ['a registration in the network', endpoint({ registration_endpoint: 'https://172.16.0.1/register' }), 'auth_private_address'],
  ['a page in the network', endpoint({ authorization_endpoint: 'https://192.168.1.1/admin?reboot=1' }), 'auth_private_address'],
  ['a page of this computer', endpoint({ authorization_endpoint: 'http://localhost:3000/run' }), 'auth_insecure'],
])('a public server does not lead to %s', async (_, options, code) => {
  server = await AuthServer.start(options, { tls: certificates.server, host: PUBLIC });
  app = await TestApp.start();
  const id = await app.add(server.mcp, { tls: { acceptInvalid: true } });
  const signIn = await app.signIn(id);
  expect(signIn.error?.code, JSON.stringify(signIn.error)).toBe(code);
  expect(app.opened).toEqual([]);
  expect(await app.accounts()).toEqual([]);
  expect(await app.secrets()).toBe(0);
  // Nobody else was asked for anything.
  expect(proxy.asked.length).toBeGreaterThan(0);
  expect(proxy.asked.filter((asked) => !asked.startsWith(`CONNECT ${PUBLIC}:`))).toEqual([]);
});
