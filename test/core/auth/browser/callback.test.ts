import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CALLBACK_PORTS, CallbackListener } from '../../../../electron/core/auth/browser/callback-listener.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function opened(...how: Parameters<typeof CallbackListener.open>): Promise<CallbackListener> {
  const listener = await CallbackListener.open(...how);
  ends.push(() => listener.close());
  return listener;
}

async function occupy(port: number, host: string): Promise<Server | null> {
  const server = createServer((_, response) => response.end('another program'));
  const isTaken = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(true)).listen({ port, host, exclusive: true }, () => resolve(false));
  });
  if (isTaken) return null;
  ends.push(() => server.close());
  return server;
}

/** The status line and headers of a request as it is written. */
async function raw(port: string, text: string): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1');
  socket.end(text);
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

describe('where the browser comes back to', () => {
  it('answers the one that is waited for with a page of its own', async () => {
    const listener = await opened('127.0.0.1');
    const waited = listener.wait((address) => address.searchParams.get('state') === 'right');
    const response = await fetch(`${listener.redirect.href}?state=right&code=c`);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('You can close this tab');
    expect(page).not.toMatch(/<script|https?:|right/);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await waited).searchParams.get('code')).toBe('c');
  });

  it('answers it once', async () => {
    const listener = await opened('127.0.0.1');
    const waited = listener.wait(() => true);
    expect((await fetch(`${listener.redirect.href}?n=1`)).status).toBe(200);
    expect((await fetch(`${listener.redirect.href}?n=2`)).status).toBe(400);
    expect((await waited).search).toBe('?n=1');
  });

  it('refuses others, and goes on waiting', async () => {
    const listener = await opened('127.0.0.1');
    const waited = listener.wait((address) => address.searchParams.get('state') === 'right');
    expect((await fetch(`${listener.redirect.href}?state=wrong&code=evil`)).status).toBe(400);
    expect((await fetch(new URL('/', listener.redirect))).status).toBe(404);
    expect((await fetch(new URL('/oauth/callback/x?state=right', listener.redirect))).status).toBe(404);
    expect((await fetch(`${listener.redirect.href}?state=right`, { method: 'POST', body: 'code=evil' })).status).toBe(405);
    expect((await fetch(`${listener.redirect.href}?state=right`)).status).toBe(200);
    await waited;
  });

  it.each([
    ['another name', 'evil.example'],
    ['another port', '127.0.0.1:1'],
    ['no port', '127.0.0.1'],
    ['the other name of this computer', 'localhost'],
  ])('refuses who asks for %s', async (_, host) => {
    const listener = await opened('127.0.0.1');
    let taken = false;
    void listener.wait(() => {
      taken = true;
      return true;
    });
    const name = host === 'localhost' ? `localhost:${listener.redirect.port}` : host;
    const answer = await raw(listener.redirect.port, `GET /oauth/callback?x HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(taken).toBe(false);
  });

  it('takes no address of another origin in the request line', async () => {
    const listener = await opened('127.0.0.1');
    void listener.wait(() => true);
    const { host, port } = listener.redirect;
    for (const target of ['http://evil.example/oauth/callback', '//evil.example/oauth/callback', '*']) {
      const answer = await raw(port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    }
  });

  it('listens on this computer alone, and no longer than it is open', async () => {
    const listener = await opened('127.0.0.1');
    listener.close();
    await expect(fetch(listener.redirect)).rejects.toThrow();
  });

  it('ends connections that say nothing', async () => {
    const listener = await opened('127.0.0.1');
    const socket = connect(Number(listener.redirect.port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket.resume(), 'close');
    listener.close();
    await closed;
  });

  it('takes the first free one of the ports that it was asked for, then of the usual ones', async () => {
    const first = await opened('127.0.0.1');
    const second = await opened('127.0.0.1');
    const ports = [first, second].map(({ redirect }) => Number(redirect.port));
    expect(new Set(ports).size).toBe(2);
    const other = await occupy(0, '127.0.0.1');
    const wanted = (other!.address() as AddressInfo).port;
    other!.close();
    expect(Number((await opened('127.0.0.1', [wanted])).redirect.port)).toBe(wanted);
  });

  it('takes any other where the usual ones are in use', async () => {
    for (const port of CALLBACK_PORTS) await occupy(port, '127.0.0.1');
    const { port } = (await opened('127.0.0.1')).redirect;
    expect(CALLBACK_PORTS).not.toContain(Number(port));
    expect(Number(port)).toBeGreaterThan(0);
  });

  it('by the name localhost belongs to both families, or to nobody', async ({ skip }) => {
    const listener = await opened('localhost');
    const { port } = listener.redirect;
    const waited = listener.wait(() => true);
    expect(listener.redirect.href).toBe(`http://localhost:${port}/oauth/callback`);
    const { status } = await fetch(`${listener.redirect.href}?a`);
    expect(status).toBe(200);
    await waited;
    listener.close();
    if (!(await occupy(Number(port), '::1'))) skip('This computer has no IPv6');
    expect((await opened('localhost', [Number(port)])).redirect.port).not.toBe(port);
  });
});
