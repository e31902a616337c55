import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AuthServer } from '../fixtures/auth-server/start.ts';
import { type CliResult, startCli } from './run-cli.ts';

const BROWSER = join(import.meta.dirname, 'browser.mjs');

/** A server that asks for sign-in, a data folder, and a browser in which a person says yes. */
export interface Scene {
  readonly server: AuthServer;
  readonly home: string;
  /** Environment of a person without a keychain, with a file that holds the passphrase. */
  readonly env: Record<string, string>;
  run(...args: string[]): Promise<CliResult>;
  start(args: string[], options?: Parameters<typeof startCli>[2]): ReturnType<typeof startCli>;
  /** Addresses that the browser was sent to. */
  opened(): string[];
  /** Texts of all files in the data folder. */
  saved(): string;
}

/** `passphrase: null`: there is nothing that could protect a secret. */
export async function startScene(
  options: Parameters<typeof AuthServer.start>[0] = {},
  { passphrase = 'open sesame' }: { passphrase?: string | null } = {},
): Promise<Scene> {
  const server = await AuthServer.start(options);
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-sign-in-'));
  onTestFinished(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const home = join(folder, 'home');
  const notes = join(folder, 'opened');
  const passphraseFile = join(folder, 'passphrase');
  if (passphrase !== null) writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
  const env = {
    BROWSER: `${process.execPath} ${BROWSER} ${notes}`,
    PATCHBAY_PASSPHRASE_FILE: passphrase === null ? '' : passphraseFile,
    PATCHBAY_CLIENT_METADATA_URL: '',
    // No keychain of whoever runs the tests.
    PATCHBAY_KEYCHAIN: 'none',
  };
  const start: Scene['start'] = (args, more = {}) => startCli(home, args, { ...more, env: { ...env, ...more.env } });
  return {
    server,
    home,
    env,
    start,
    run: (...args) => start(args).result,
    opened: () => (existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').filter(Boolean) : []),
    saved: () =>
      existsSync(home)
        ? readdirSync(home, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
            .join('\n')
        : '',
  };
}

/** Whatever an authorization server gave out that nobody else may know. */
export function secretsOf({ store }: AuthServer): string[] {
  return [...store.tokens.keys()];
}
