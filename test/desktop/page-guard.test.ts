import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { restrictDownloads } from '../../electron/desktop/downloads.ts';
import { confineContents, denyPermissions } from '../../electron/desktop/page-guard.ts';
import { pageOrigin } from '../../electron/desktop/page-origin.ts';

const opened = vi.hoisted((): string[] => []);
vi.mock('electron', () => ({
  app: {},
  shell: {
    openExternal: async (url: string) => {
      opened.push(url);
    },
  },
}));

const page = pageOrigin(undefined, true);

describe('the page', () => {
  it('is our own, and a loopback address during development only', () => {
    const ours = { origin: 'app://patchbay', url: 'app://patchbay/' };
    expect(pageOrigin(undefined, false)).toEqual(ours);
    expect(pageOrigin('http://127.0.0.1:5173/', true)).toEqual(ours);
    for (const url of ['http://evil.example/', 'https://127.0.0.1/', 'nonsense', 'http://127.0.0.1.evil.example/'])
      expect(pageOrigin(url, false)).toEqual(ours);
    expect(pageOrigin('http://127.0.0.1:5173/', false)).toEqual({ origin: 'http://127.0.0.1:5173', url: 'http://127.0.0.1:5173/' });
  });

  it('may copy text and nothing else', () => {
    const handlers: Record<string, (...args: never[]) => unknown> = {};
    const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
      handlers[name] = handler;
    };
    denyPermissions({
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
    } as unknown as Session);
    const request = (permission: string) => {
      const answers: boolean[] = [];
      const ask = handlers.request as (contents: null, permission: string, answer: (allowed: boolean) => void) => void;
      ask(null, permission, (allowed) => answers.push(allowed));
      return answers;
    };
    const check = handlers.check as (contents: null, permission: string) => boolean;
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'unknown']) {
      expect(request(permission), permission).toEqual([false]);
      expect(check(null, permission), permission).toBe(false);
    }
    expect(request('clipboard-sanitized-write')).toEqual([true]);
    expect(check(null, 'clipboard-sanitized-write')).toBe(true);
    expect((handlers.device as () => boolean)()).toBe(false);
  });

  it('goes nowhere, and opens links to the web in the browser', () => {
    const contents = new EventEmitter() as EventEmitter & {
      setWindowOpenHandler: (handler: (details: { url: string }) => unknown) => void;
    };
    let onOpen: (details: { url: string }) => unknown = () => null;
    contents.setWindowOpenHandler = (handler) => {
      onOpen = handler;
    };
    confineContents(contents as unknown as WebContents, page);
    const prevented = (name: string, details: object) => {
      const preventDefault = vi.fn();
      contents.emit(name, { preventDefault, ...details });
      return preventDefault.mock.calls.length > 0;
    };
    for (const url of ['https://evil.example/', 'app://patchbay/other', 'app://patchbay.evil/', 'file:///etc/passwd', 'about:blank']) {
      expect(prevented('will-navigate', { url }), url).toBe(true);
    }
    expect(prevented('will-navigate', { url: 'app://patchbay/#servers' })).toBe(false);
    expect(prevented('will-frame-navigate', { url: 'app://patchbay/', isMainFrame: false })).toBe(true);
    expect(prevented('will-redirect', { url: 'app://patchbay/' })).toBe(true);
    expect(prevented('will-attach-webview', {})).toBe(true);

    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'mailto:a@b', 'smb://x/y', 'nonsense'])
      expect(onOpen({ url })).toEqual({ action: 'deny' });
    expect(opened).toEqual([]);
    expect(onOpen({ url: 'https://example.com/a b' })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://example.com/a%20b']);
  });

  it('saves only what it made itself', () => {
    const session = new EventEmitter();
    restrictDownloads(session as unknown as Session, page);
    const cancelled = (url: string) => {
      const preventDefault = vi.fn();
      session.emit('will-download', { preventDefault }, { getURL: () => url });
      return preventDefault.mock.calls.length > 0;
    };
    expect(cancelled('blob:app://patchbay/1-2-3')).toBe(false);
    for (const url of ['https://evil.example/x.exe', 'blob:https://evil.example/1', 'data:text/plain,x', 'app://patchbay/assets/x.js'])
      expect(cancelled(url)).toBe(true);
  });
});
