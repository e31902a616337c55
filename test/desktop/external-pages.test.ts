import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openExternalPage } from '../../electron/desktop/external-pages.ts';

const opened = vi.hoisted((): string[] => []);
vi.mock('electron', () => ({
  shell: {
    openExternal: async (url: string) => {
      opened.push(url);
    },
  },
}));

it('opens the web in the program that BROWSER names, else in that of the system, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-external-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const seen = join(folder, 'seen');
  writeFileSync(
    join(folder, 'opener.mjs'),
    `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(seen)}, process.argv.slice(2).join(' '));`,
  );
  vi.stubEnv('BROWSER', '');
  await openExternalPage('https://example.com/a b');
  expect(opened).toEqual(['https://example.com/a%20b']);

  vi.stubEnv('BROWSER', `${process.execPath} ${join(folder, 'opener.mjs')}`);
  await openExternalPage('http://127.0.0.1:1/authorize?a=1&b=2');
  expect(readFileSync(seen, 'utf8')).toBe('http://127.0.0.1:1/authorize?a=1&b=2');
  rmSync(seen);
  for (const address of ['file:///etc/passwd', 'patchbay://oauth/callback', 'javascript:alert(1)', '--help', ''])
    await openExternalPage(address);
  expect(() => readFileSync(seen)).toThrow('ENOENT');
  expect(opened).toHaveLength(1);
});
