import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBrowser, openerCommand } from '../../electron/headless/open-browser.ts';

const url = 'http://127.0.0.1:1/?a=1&b=2#token=x';

/** A program of the given lines, as the words BROWSER would hold. */
function program(lines: string): { folder: string; words: string } {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-opener-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'opener.mjs'), lines);
  return { folder, words: `${process.execPath} ${join(folder, 'opener.mjs')}` };
}

describe('opening the browser', () => {
  it('uses what BROWSER names, else what the system has', () => {
    expect(openerCommand(url, { env: { BROWSER: 'firefox --new-tab' }, platform: 'linux' })).toEqual({
      command: 'firefox',
      args: ['--new-tab', url],
    });
    expect(openerCommand(url, { env: { BROWSER: 'w3m -o x=%s' }, platform: 'darwin' })).toEqual({
      command: 'w3m',
      args: ['-o', `x=${url}`],
    });
    expect(openerCommand(url, { env: {}, platform: 'linux' })).toEqual({ command: 'xdg-open', args: [url] });
    expect(openerCommand(url, { env: { BROWSER: '' }, platform: 'darwin' })).toEqual({ command: 'open', args: [url] });
    expect(openerCommand(url, { env: {}, platform: 'win32' }).args.at(-1)).toBe(url);
  });

  it('hands over the address as one argument, untouched by a shell', async () => {
    const { folder, words } = program(
      "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('seen', import.meta.url), JSON.stringify(process.argv.slice(2)));",
    );
    await openBrowser(url, { env: { BROWSER: words }, platform: process.platform });
    expect(JSON.parse(readFileSync(join(folder, 'seen'), 'utf8'))).toEqual([url]);
  });

  it('opens the web and nothing else', async () => {
    const { folder, words } = program("import { writeFileSync } from 'node:fs'; writeFileSync(new URL('seen', import.meta.url), '');");
    for (const address of [
      'file:///etc/passwd',
      'patchbay://oauth/callback',
      'javascript:alert(1)',
      '--version',
      ' http://127.0.0.1/',
      '',
    ]) {
      await expect(openBrowser(address, { env: { BROWSER: words }, platform: process.platform })).rejects.toMatchObject({
        code: 'url_invalid',
      });
    }
    expect(existsSync(join(folder, 'seen'))).toBe(false);
  });

  it('says when the opener is missing or fails', async () => {
    await expect(openBrowser(url, { env: { BROWSER: 'no-such-browser-here' }, platform: process.platform })).rejects.toMatchObject({
      code: 'command_not_found',
    });
    const { words } = program('process.exit(3);');
    await expect(openBrowser(url, { env: { BROWSER: words }, platform: process.platform })).rejects.toMatchObject({
      code: 'internal',
      technical: expect.stringContaining('exit code 3'),
    });
  });
});
