import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';

interface PatchbayWindow {
  patchbay: { invoke(method: unknown, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> };
}

const invoke = (page: Page, method: unknown, input: unknown) =>
  page.evaluate(([name, value]) => (window as unknown as PatchbayWindow).patchbay.invoke(name, value), [method, input] as const);

test.describe('the page in both shells', () => {
  test('comes with its policy, and the policy holds', async ({ page, problems }) => {
    const policy = await page.evaluate(async () => (await fetch(location.href.split('#')[0]!)).headers.get('content-security-policy'));
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+'; img-src 'self' data: https:; /);
    expect(policy).toContain("frame-ancestors 'none'");
    const outcome = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      // In a task of its own: what a debugger evaluates may evaluate in its turn.
      const evaluated = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return true')());
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      });
      const fetched = await fetch('https://example.com/').then(
        () => 'fetched',
        () => 'blocked',
      );
      return { injected: 'injected' in window, evaluated, fetched };
    });
    expect(outcome).toEqual({ injected: false, evaluated: 'EvalError', fetched: 'blocked' });
    // These were provoked.
    problems.splice(0);
  });

  test('has no Node in it', async ({ page }) => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', '__dirname', 'global'].filter((name) => name in window),
    );
    expect(found).toEqual([]);
  });
});

test.describe('the desktop shell', { tag: '@desktop' }, () => {
  test('gives the page two functions and nothing else', async ({ page }) => {
    const api = await page.evaluate(() =>
      Object.entries((window as unknown as PatchbayWindow).patchbay).map(([key, value]) => [key, typeof value]),
    );
    expect(api).toEqual([
      ['shell', 'string'],
      ['invoke', 'function'],
      ['subscribe', 'function'],
    ]);
  });

  test('answers unknown methods, malformed and oversized input with errors', async ({ page }) => {
    expect(await invoke(page, 'app.format', {})).toMatchObject({ ok: false, error: { code: 'unknown_method' } });
    expect(await invoke(page, '__proto__', {})).toMatchObject({ ok: false, error: { code: 'unknown_method' } });
    expect(await invoke(page, 'servers.connect', { id: 7 })).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    const large = await page.evaluate(() =>
      (window as unknown as PatchbayWindow).patchbay.invoke('servers.parse', { text: 'x'.repeat(50 * 1024 * 1024) }),
    );
    expect(large).toMatchObject({ ok: false, error: { code: 'too_large' } });
  });

  test('gives a subframe nothing to ask with, and refuses it when it asks all the same', async ({ page, app, problems }) => {
    const inFrame = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<p>frame</p>';
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      document.body.append(frame);
      await loaded;
      return 'patchbay' in (frame.contentWindow as Window);
    });
    expect(inFrame).toBe(false);
    // A window with the preload in its subframes is the worst case: there the sender check alone stands in the way.
    const answer = await app.electron!.evaluate(async ({ BrowserWindow, app: electronApp }) => {
      const path = `${electronApp.getAppPath()}/dist/preload/preload.cjs`;
      const window = new BrowserWindow({ show: false, webPreferences: { preload: path, nodeIntegrationInSubFrames: true, sandbox: true } });
      await window.loadURL('app://patchbay/');
      await window.webContents.executeJavaScript(
        "new Promise((done) => { const f = document.createElement('iframe'); f.srcdoc = '<p>frame</p>'; f.onload = () => done(1); document.body.append(f); })",
      );
      const ask = "window.patchbay ? window.patchbay.invoke('app.snapshot', {}) : 'no api'";
      const [frame] = window.webContents.mainFrame.frames;
      const reply = { page: await window.webContents.executeJavaScript(ask), frame: await frame?.executeJavaScript(ask) };
      window.destroy();
      return reply;
    });
    expect(answer).toMatchObject({ page: { ok: true }, frame: { ok: false, error: { code: 'refused' } } });
    problems.splice(0);
  });

  test('opens no window, navigates nowhere, asks for no permission', async ({ page, app, browserOfPerson }) => {
    const before = page.url();
    const results = await page.evaluate(async () => {
      const windows = ['https://example.com/', 'file:///etc/passwd', 'about:blank', location.href].map((url) => window.open(url) === null);
      location.href = 'https://example.com/away';
      const notifications = await Notification.requestPermission();
      const place = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('denied'),
        ),
      );
      return { windows, notifications, place };
    });
    expect(results).toEqual({ windows: [true, true, true, true], notifications: 'denied', place: 'denied' });
    expect(page.url()).toBe(before);
    expect(app.electron!.windows()).toHaveLength(1);
    // Of the four only the web page goes to the person’s browser.
    await expect.poll(() => browserOfPerson.addresses).toEqual(['https://example.com/']);
  });

  test('serves nothing but its page on app://', async ({ page }) => {
    const statuses = await page.evaluate(async () => {
      const ask = async (url: string, method = 'GET') =>
        fetch(url, { method }).then(
          (response) => response.status,
          () => 0,
        );
      return [
        await ask('/index.html'),
        await ask('/..%2fmain%2fmain.js'),
        await ask('/%2e%2e/main/main.js'),
        await ask('/../main/main.js'),
        await ask('/', 'POST'),
      ];
    });
    expect(statuses).toEqual([200, 404, 404, 404, 405]);
  });

  test('is one app: a second start only shows the first', async ({ app, home }) => {
    const { spawnSync } = await import('node:child_process');
    const { ELECTRON_FLAGS, electron, ROOT } = await import('./support/environment.ts');
    const second = spawnSync(electron.binary!, [...ELECTRON_FLAGS, ROOT], {
      env: { ...process.env, PATCHBAY_HOME: home },
      timeout: 20_000,
    });
    expect(second.status).toBe(0);
    expect(app.electron!.windows()).toHaveLength(1);
  });
});

test.describe('the browser shell', { tag: '@browser' }, () => {
  test('takes the token out of the address', async ({ page, app }) => {
    expect(app.url).toMatch(/#token=[\w-]{43}$/);
    await expect.poll(() => page.url()).not.toContain('token');
  });
});
