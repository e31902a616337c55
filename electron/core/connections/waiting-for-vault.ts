import type { ServerState } from '../../../shared/contract/model.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

/** Failures that are over once the vault is open. */
const CLOSED_VAULT: readonly ErrorCode[] = ['vault_locked', 'vault_unset', 'keychain_failed'];

/** Servers that failed since their secrets could not be read. */
export function waitingForVault(states: Readonly<Record<string, ServerState>>): string[] {
  const waiting = Object.entries(states).filter(([, state]) => state.kind === 'failed' && CLOSED_VAULT.includes(state.error.code));
  return waiting.map(([id]) => id);
}
