import { expect, test } from 'vitest';
import { waitingForVault } from '../../../electron/core/connections/waiting-for-vault.ts';
import type { ServerState } from '../../../shared/contract/model.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';

const failed = (code: ErrorCode): ServerState => ({ kind: 'failed', at: 0, error: new AppError(code).toData(), exit: null });

test('waits for the vault: what failed since its secrets could not be read, and nothing else', () => {
  const states: Record<string, ServerState> = {
    locked: failed('vault_locked'),
    unset: failed('vault_unset'),
    silent: failed('keychain_failed'),
    // A passphrase does not mend a secret that is broken, nor a server.
    damaged: failed('secret_damaged'),
    gone: failed('connection_lost'),
    ended: { kind: 'disconnected' },
    off: { kind: 'disabled' },
  };
  expect(waitingForVault(states)).toEqual(['locked', 'unset', 'silent']);
});
