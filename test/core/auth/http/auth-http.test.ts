import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AuthHttp, type RawExchange } from '../../../../electron/core/auth/http/auth-http.ts';
import { DEFAULT_TLS } from '../../../../shared/contract/constants.ts';
import { AppError } from '../../../../shared/errors.ts';
import { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { SELF_SIGNED } from '../../connections/fixtures/self-signed.ts';
import { serve } from '../flow-support.ts';
import { codeOf } from '../refusals.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function started(listener: RequestListener): Promise<string> {
  const { origin, stop } = await serve(listener);
  ends.push(stop);
  return origin;
}

async function httpFor(
  server: string,
  more: Partial<Parameters<typeof AuthHttp.open>[1]> = {},
  seen: RawExchange[] = [],
): Promise<AuthHttp> {
  const ports = { now: Date.now, env: {}, signal: new AbortController().signal, ...more };
  const http = await AuthHttp.open({ server: new URL(server), tls: DEFAULT_TLS }, ports, (exchange) => seen.push(exchange));
  ends.push(() => http.close());
  return http;
}

const json = (response: ServerResponse, value: unknown, headers = {}) =>
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

describe('talking to sign-in servers', () => {
  it('does not blame the network for headers that have no end', async () => {
    const origin = await started((_, response) => json(response, {}, { 'www-authenticate': `Bearer scope="${'a'.repeat(100_000)}"` }));
    const http = await httpFor(origin);
    expect(await codeOf(http.get(new URL(origin)))).toBe('auth_answer_invalid');
  });

  it('follows three redirects within the origin for what is only read', async () => {
    const origin = await started(({ url = '' }, response) => {
      const left = Number(url.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else json(response, { ok: true });
    });
    const http = await httpFor(origin);
    expect((await http.get(new URL('/3', origin))).json).toEqual({ ok: true });
    expect(await codeOf(http.get(new URL('/4', origin)))).toBe('auth_redirected');
  });

  it.each(['https://evil.example/take?code=1', 'file:///etc/passwd', '//evil.example/', 'http://127.0.0.1:1/', ''])(
    'does not follow to %s',
    async (location) => {
      const seen: IncomingMessage[] = [];
      const origin = await started((request, response) => {
        seen.push(request);
        response.writeHead(307, { location }).end();
      });
      const http = await httpFor(origin);
      const failure = await http
        .postForm(new URL('/token', origin), new URLSearchParams({ code: 'secret' }))
        .catch((error: AppError) => error);
      expect(failure).toBeInstanceOf(AppError);
      expect((failure as AppError).code).toBe('auth_redirected');
      expect(JSON.stringify((failure as AppError).toData())).not.toContain('code=1');
      if (location !== '') expect(await codeOf(http.get(new URL('/', origin)))).toBe('auth_redirected');
      expect(seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    },
  );

  it('reads no more than a megabyte', async () => {
    const origin = await started((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (response.write('[1,'.repeat(20_000)));
      };
      response.on('drain', more).on('error', () => {});
      more();
    });
    expect(await codeOf((await httpFor(origin)).get(new URL(origin)))).toBe('auth_answer_invalid');
  });

  it('gives up on an answer that does not come, or does not end', async () => {
    const origin = await started(({ url }, response) => {
      if (url === '/slow') response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    });
    const http = await httpFor(origin, { exchangeMs: 300 });
    expect(await codeOf(http.get(new URL('/never', origin)))).toBe('auth_unreachable');
    expect(await codeOf(http.get(new URL('/slow', origin)))).toBe('auth_unreachable');
  });

  it('ends with the reason of whoever ends it', async () => {
    const abort = new AbortController();
    const origin = await started(() => abort.abort(new AppError('cancelled')));
    const http = await httpFor(origin, { signal: abort.signal });
    expect(await codeOf(http.get(new URL(origin)))).toBe('cancelled');
    expect(await codeOf(http.get(new URL(origin)))).toBe('cancelled');
  });

  it('keeps no cookies', async () => {
    const cookies: unknown[] = [];
    const origin = await started(({ headers }, response) => {
      cookies.push(headers.cookie);
      json(response, {}, { 'set-cookie': 'a=b; Path=/' });
    });
    const http = await httpFor(origin);
    await http.get(new URL(origin));
    await http.get(new URL(origin));
    expect(cookies).toEqual([undefined, undefined]);
  });

  it('says what is wrong when nothing answers', async () => {
    const { origin, stop } = await serve(() => {});
    await stop();
    const failure = (await (await httpFor(origin)).get(new URL(origin)).catch((error: AppError) => error)) as AppError;
    expect(failure.code).toBe('auth_unreachable');
    expect(failure.toData().hint).toContain('Nothing answers there.');
  });

  it('takes a certificate that nobody vouches for from the server itself only, and one of a trusted authority everywhere', async () => {
    const server = await AuthServer.start({}, { tls: SELF_SIGNED });
    ends.push(() => server.stop());
    const tls = { caFile: null, acceptInvalid: true };
    const ports = { now: Date.now, env: {}, signal: new AbortController().signal };
    const http = await AuthHttp.open({ server: new URL(server.mcp), tls }, ports);
    ends.push(() => http.close());
    expect((await http.get(new URL(server.addresses.resourceMetadata ?? ''))).status).toBe(200);
    expect(await codeOf(http.get(new URL('/.well-known/oauth-authorization-server', server.issuer)))).toBe('tls_failed');
    const careful = await AuthHttp.open({ server: new URL(server.mcp), tls: DEFAULT_TLS }, ports);
    ends.push(() => careful.close());
    const refused = (await careful.get(new URL(server.mcp)).catch((error: AppError) => error)) as AppError;
    expect(refused.code).toBe('tls_failed');
    expect(refused.toData().hint).toMatch(/it was signed by itself\. If you trust it, name a file with its certificate.+settings\.$/);
    const caFile = join(mkdtempSync(join(tmpdir(), 'patchbay-')), 'ca.pem');
    ends.push(() => rmSync(dirname(caFile), { recursive: true }));
    writeFileSync(caFile, SELF_SIGNED.cert);
    const trusting = await AuthHttp.open({ server: new URL(server.mcp), tls: { caFile, acceptInvalid: false } }, ports);
    ends.push(() => trusting.close());
    expect((await trusting.get(new URL('/.well-known/oauth-authorization-server', server.issuer))).status).toBe(200);
  });

  it('tells every exchange, failed ones too', async () => {
    const origin = await started(({ url }, response) => {
      if (url === '/drop') response.destroy();
      else json(response, { a: 1 });
    });
    const seen: RawExchange[] = [];
    const http = await httpFor(origin, {}, seen);
    await http.postJson(new URL('/x', origin), { b: 2 });
    await codeOf(http.get(new URL('/drop', origin)));
    expect(seen.map(({ method, status, body, answer }) => [method, status, body, answer])).toEqual([
      ['POST', 200, '{"b":2}', '{"a":1}'],
      ['GET', null, '', ''],
    ]);
  });
});
