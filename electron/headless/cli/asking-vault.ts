import { readFileSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import type { Vault } from '../../core/vault/vault.ts';
import type { Output } from './output.ts';
import type { Terminal } from './terminal.ts';

const VARIABLE = 'PATCHBAY_PASSPHRASE_FILE';
const TRIES = 3;
/** A passphrase is no book; what is longer is the wrong file. */
const MAX_PASSPHRASE = 1_000;

interface AskingVaultPorts {
  vault: Vault;
  env: Readonly<Record<string, string | undefined>>;
  terminal: Terminal;
  output: Output;
  signal: AbortSignal;
  /** Whether a vault without protection gets its first passphrase. */
  mayChoose: boolean;
}

/**
 * The same vault, which gets its passphrase when it is needed: from the file that PATCHBAY_PASSPHRASE_FILE names, else from the person
 * at the terminal. Where there is neither, it throws vault_locked or vault_unset, `open` as well.
 */
export function askingVault(ports: AskingVaultPorts): Vault {
  const { vault } = ports;
  let opening: Promise<void> | null = null;
  const opened = (unset: boolean): Promise<void> => {
    opening ??= (unset ? choose(ports) : unlock(ports)).finally(() => {
      opening = null;
    });
    return opening;
  };
  const withKey = async <T>(use: () => Promise<T>): Promise<T> => {
    try {
      return await use();
    } catch (error) {
      const code = error instanceof AppError ? error.code : null;
      if (code !== 'vault_locked' && code !== 'vault_unset') throw error;
      await opened(code === 'vault_unset');
      return use();
    }
  };
  return {
    get info() {
      return vault.info;
    },
    async open() {
      await vault.open();
      const { status } = vault.info;
      if (status === 'locked' || status === 'unset') await opened(status === 'unset');
    },
    read: (name) => withKey(() => vault.read(name)),
    write: (changes) => withKey(() => vault.write(changes)),
    holds: (name) => vault.holds(name),
    names: (prefix) => vault.names(prefix),
    exclusive: (name, signal, work) => vault.exclusive(name, signal, work),
    protect: (choice) => vault.protect(choice),
    unlock: (passphrase) => vault.unlock(passphrase),
    lock: () => vault.lock(),
    changePassphrase: (current, next) => vault.changePassphrase(current, next),
    onChange: (listener) => vault.onChange(listener),
  };
}

/** The passphrase that the environment names a file of, without the line's end; null when it names none. Throws passphrase_unreadable. */
function passphraseFromFile(env: AskingVaultPorts['env']): string | null {
  const file = env[VARIABLE];
  if (!file) return null;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('passphrase_unreadable', { file }, { cause });
  }
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase === '' || passphrase.length > MAX_PASSPHRASE) throw new AppError('passphrase_unreadable', { file });
  return passphrase;
}

async function unlock({ vault, env, terminal, output, signal }: AskingVaultPorts): Promise<void> {
  const named = passphraseFromFile(env);
  if (named !== null) return vault.unlock(named);
  if (!terminal.isThere) throw new AppError('vault_locked');
  for (let left = TRIES; ; left -= 1) {
    const typed = await terminal.askHidden('Passphrase of the secrets: ', signal);
    if (!typed) throw new AppError('vault_locked');
    try {
      return await vault.unlock(typed);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'passphrase_wrong' || left === 1) throw error;
      output.err(`${error.message}\n`);
    }
  }
}

/** There is no keychain, and nothing was chosen yet. */
async function choose({ vault, env, terminal, output, signal, mayChoose }: AskingVaultPorts): Promise<void> {
  if (!mayChoose) throw new AppError('vault_unset');
  const named = passphraseFromFile(env);
  if (named !== null) return vault.protect({ by: 'passphrase', passphrase: named });
  if (!terminal.isThere) throw new AppError('vault_unset');
  output.err('This computer has no keychain that Patchbay can use. A passphrase protects the secrets instead.\n');
  for (let left = TRIES; left > 0; left -= 1) {
    const passphrase = await terminal.askHidden('New passphrase: ', signal);
    if (!passphrase) break;
    if ((await terminal.askHidden('The same again: ', signal)) === passphrase) return vault.protect({ by: 'passphrase', passphrase });
    output.err('These were two different ones.\n');
  }
  throw new AppError('vault_unset');
}
