import { describe, expect, it } from 'vitest';
import { ask, askRaw, startShell } from './support.ts';

const BELOW = [
  '/../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/..%5csecret.json',
  '/assets/../../secret.json',
  '/link.json',
  '/%00',
  '/%zz',
];

describe('the page of the browser shell', () => {
  it('comes with a policy whose nonce is fresh in every answer', async () => {
    const { shell } = await startShell();
    const first = await ask(shell.port, '/');
    const second = await ask(shell.port, '/?x=1');
    expect(first.status).toBe(200);
    const nonces = [first, second].map((answer) => /'nonce-([^']+)'/.exec(String(answer.headers['content-security-policy']))?.[1]);
    expect(first.body).toContain(`nonce="${nonces[0]}"`);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(String(first.headers['content-security-policy'])).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-/);
    expect(first.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${shell.port}`);
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('comes in the theme that the person fixed, so that nothing flashes', async () => {
    const { shell, app } = await startShell();
    expect((await ask(shell.port, '/')).body).toContain('<html lang="en">');
    await app.bridge.handle('settings.update', { theme: 'dark' });
    expect((await ask(shell.port, '/')).body).toContain('<html lang="en" data-theme="dark">');
  });

  it('serves assets with their type, and for long', async () => {
    const { shell } = await startShell();
    const answer = await ask(shell.port, '/assets/app-1a2b.js');
    expect(answer).toMatchObject({ status: 200, body: 'export {};' });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable'),
    });
  });

  it.each(BELOW)('serves nothing outside its folder: %s', async (path) => {
    const { shell } = await startShell();
    const answer = await ask(shell.port, path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  it('serves neither folders nor files of an unknown type', async () => {
    const { shell } = await startShell();
    expect((await ask(shell.port, '/assets')).status).toBe(404);
    expect((await ask(shell.port, '/README')).status).toBe(404);
  });

  it('answers GET and HEAD only', async () => {
    const { shell } = await startShell();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await ask(shell.port, '/', { method })).status).toBe(405);
    expect(await ask(shell.port, '/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('refuses a name that was rebound to this machine, and another port', async () => {
    const { shell } = await startShell();
    const hosts = [`evil.example:${shell.port}`, 'localhost', `localhost:${shell.port + 1}`, `127.0.0.1.evil.example:${shell.port}`];
    for (const Host of hosts) expect((await ask(shell.port, '/', { headers: { Host } })).status).toBe(403);
    for (const Host of [`localhost:${shell.port}`, `LOCALHOST:${shell.port}`, `[::1]:${shell.port}`]) {
      expect((await ask(shell.port, '/', { headers: { Host } })).status).toBe(200);
    }
  });

  it('refuses a request in absolute form', async () => {
    const { shell } = await startShell();
    const text = `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${shell.port}\r\nConnection: close\r\n\r\n`;
    expect(await askRaw(shell.port, text)).toMatch(/^HTTP\/1.1 400 /);
  });

  it('leads on from a ticket once, by GET, under a name of its own', async () => {
    const { shell } = await startShell();
    const ticket = new URL(shell.ticketUrl()).pathname;
    expect((await ask(shell.port, ticket, { method: 'HEAD' })).status).toBe(404);
    expect((await ask(shell.port, ticket, { headers: { Host: `evil.example:${shell.port}` } })).status).toBe(403);
    const first = await ask(shell.port, ticket);
    expect(first).toMatchObject({ status: 302, body: '', headers: { location: shell.url, 'cache-control': 'no-store' } });
    const second = await ask(shell.port, ticket);
    expect(second.status).toBe(410);
    expect(second.headers.location).toBeUndefined();
    expect((await ask(shell.port, '/open/x')).status).toBe(410);
    expect((await ask(shell.port, '/open/')).status).toBe(404);
  });

  it('lets a ticket pass after a minute', async () => {
    let now = 0;
    const { shell } = await startShell({ now: () => now });
    const [early, late] = [shell.ticketUrl(), shell.ticketUrl()].map((url) => new URL(url).pathname);
    now = 59_999;
    expect((await ask(shell.port, early!)).status).toBe(302);
    now = 60_000;
    expect((await ask(shell.port, late!)).status).toBe(410);
  });

  it('says when its port is taken', async () => {
    const { shell } = await startShell();
    await expect(startShell({ port: shell.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
