import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clientAssertion } from '../../../../electron/core/auth/clients/private-key-jwt.ts';
import type { CredentialsTarget } from '../../../../electron/core/auth/flow-ports.ts';
import { clientCredentialsGrant } from '../../../../electron/core/auth/programs/client-credentials.ts';
import { DEFAULT_TLS } from '../../../../shared/contract/constants.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Json } from '../../../fixtures/auth-server/options.ts';
import type { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { authServer, edit } from '../auth-server.ts';
import { grantPorts as ports } from '../flow-support.ts';
import { codeOf } from '../refusals.ts';

describe('a program’s own access', () => {
  const target = (
    server: AuthServer,
    auth: Partial<CredentialsTarget['auth']>,
    more: Partial<CredentialsTarget> = {},
  ): CredentialsTarget => ({
    server: new URL(server.mcp),
    auth: { kind: 'clientCredentials', clientId: 'program', method: 'secret', credential: 's3cret', algorithm: '', scopes: '', ...auth },
    tls: DEFAULT_TLS,
    challenge: '',
    scopes: [],
    boundIssuer: null,
    ...more,
  });
  const program = { id: 'program', redirectUris: [], mayUseItsOwn: true };

  it.each(['client_secret_basic', 'client_secret_post'] as const)('is got with a secret by %s', async (method) => {
    const server = await authServer({
      scopes: ['a'],
      clients: [{ ...program, secret: 's3cret', method }],
      editMetadata: edit({ token_endpoint_auth_methods_supported: [method] }),
    });
    const grant = await clientCredentialsGrant(target(server, {}), ports());
    expect(grant).toMatchObject({ issuer: server.issuer, resource: server.mcp, scopes: ['a'], refreshToken: null });
    expect(server.grants('client_credentials')[0]?.form.get('resource')).toBe(server.mcp);
  });

  it('is not asked for where the server names another sign-in server than before', async () => {
    const server = await authServer();
    expect(await codeOf(clientCredentialsGrant(target(server, {}, { boundIssuer: 'https://other.example' }), ports()))).toBe(
      'auth_issuer_changed',
    );
    expect(server.seen('token')).toEqual([]);
  });

  it('is refused with a wrong secret', async () => {
    const server = await authServer({ clients: [{ ...program, secret: 'other', method: 'client_secret_basic' }] });
    expect(await codeOf(clientCredentialsGrant(target(server, {}), ports()))).toBe('auth_client_refused');
  });

  it.each<[string, () => { publicKey: KeyObject; privateKey: KeyObject }]>([
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['P-256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ])('is got with a key of %s', async (_, generate) => {
    const { publicKey, privateKey } = generate();
    const server = await authServer({ clients: [{ ...program, secret: null, method: 'private_key_jwt', publicKey }] });
    const credential = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const seen: string[] = [];
    const grant = await clientCredentialsGrant(
      target(server, { method: 'privateKey', credential }),
      ports({ addSecret: (value) => seen.push(value) }),
    );
    expect(grant.client).toMatchObject({ method: 'private_key_jwt', clientSecret: null });
    const assertion = server.grants('client_credentials')[0]?.form.get('client_assertion') ?? '';
    expect(seen).toContain(assertion);
    const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()) as Json;
    expect(claims).toMatchObject({ iss: 'program', sub: 'program', aud: server.issuer });
  });
});

describe('a proof with a key', () => {
  const claims = { clientId: 'c', audience: 'https://a.example', now: 1_000_000, id: 'one' };
  it.each<[string, string, KeyObject, string]>([
    ['RSA', '', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, 'RS256'],
    ['RSA, as chosen,', 'PS384', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, 'PS384'],
    ['P-384', '', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey, 'ES384'],
    ['P-521', '', generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey, 'ES512'],
    ['Ed25519', '', generateKeyPairSync('ed25519').privateKey, 'EdDSA'],
  ])('of %s can be checked (%s)', (_, algorithm, privateKey, expected) => {
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const [header = '', payload = '', signature = ''] = clientAssertion({ key, algorithm }, null, claims).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: expected });
    const hash = expected === 'EdDSA' ? null : `sha${expected.slice(2)}`;
    const how = expected.startsWith('ES')
      ? { dsaEncoding: 'ieee-p1363' as const }
      : expected.startsWith('PS')
        ? { padding: 6, saltLength: -1 }
        : {};
    const isRight = verify(
      hash,
      Buffer.from(`${header}.${payload}`),
      { key: createPublicKey(privateKey), ...how },
      Buffer.from(signature, 'base64url'),
    );
    expect(isRight).toBe(true);
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({
      ...{ iss: 'c', sub: 'c', aud: 'https://a.example', iat: 1_000, exp: 1_120, jti: 'one' },
    });
  });

  it('takes the algorithm that the server takes', () => {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const [header = ''] = clientAssertion({ key, algorithm: '' }, ['ES256', 'PS256'], claims).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'PS256' });
  });

  it.each([
    ['nonsense', ''],
    [generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'RS256'],
    [generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), ''],
  ])('cannot be made with a key that does not fit (%#)', (key, algorithm) => {
    expect(() => clientAssertion({ key, algorithm }, null, claims)).toThrow(AppError);
  });

  it('of a key that came in one line works, too', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n');
    expect(clientAssertion({ key, algorithm: '' }, null, claims).split('.')).toHaveLength(3);
  });
});
