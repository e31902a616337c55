import { describe, expect, it, vi } from 'vitest';
import { answerAppRequest } from '../../electron/desktop/app-protocol.ts';
import { pageFolder } from '../headless/support.ts';

vi.mock('electron', () => ({ protocol: {} }));

const ask = async (url: string, method = 'GET') => answerAppRequest({ url, method }, await pageFolder(), 'system');

describe('app://', () => {
  it('serves the page with its policy', async () => {
    const answer = await ask('app://patchbay/');
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const directives = policy.split('; ').map((directive) => directive.replace(/'nonce-[^']+'/, "'nonce-…'"));
    expect(directives).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-…'",
      "img-src 'self' data: https:",
      "media-src 'self' data: blob:",
      "font-src 'self'",
      "worker-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it.each([
    'app://patchbay/%2e%2e/secret.json',
    'app://patchbay/..%2fsecret.json',
    'app://other/',
    'app://patchbay:1/',
    'file:///etc/passwd',
    'nonsense',
  ])('has nothing at %s', async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('Not found\n');
  });

  it('answers GET only', async () => {
    expect((await ask('app://patchbay/', 'POST')).status).toBe(405);
  });
});
