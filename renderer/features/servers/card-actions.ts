import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { canWrite } from '../../stores/away.ts';
import type { CoreState } from '../../stores/core-state.ts';
import { stateOf, useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { askForVault, vaultNeed } from '../../stores/vault-gate-store.ts';
import { scopesOf } from '../sign-in/scopes-of.ts';
import { startSignIn } from '../sign-in/sign-in-store.ts';
import type { PrimaryAction } from './card-facts.ts';

/** Whether the card's button could only fail just now: there is no core, or what it would change cannot be saved. */
export function isPrimaryBarred(core: Pick<CoreState, 'phase' | 'info'>, action: PrimaryAction): boolean {
  return action === 'enable' ? !canWrite(core) : core.phase === 'lost';
}

const CALLS: ReadonlySet<PrimaryAction> = new Set(['connect', 'signIn', 'review', 'editKey', 'unlock']);

/** Whether the card's button is what the person is waited for. */
export function isCall(action: PrimaryAction): boolean {
  return CALLS.has(action);
}

/** Connects; where the vault keeps it from that, asks for what is missing and connects then. */
export async function connectServer(id: string): Promise<void> {
  const state = await act('servers.connect', { id });
  const need = state !== undefined && 'error' in state ? vaultNeed(state.error.code) : null;
  if (need !== null && (await askForVault(need))) await act('servers.connect', { id });
}

/** Does what the card's button says. */
export function runPrimary(action: PrimaryAction, { id }: Pick<ServerDefinition, 'id'>): void {
  switch (action) {
    case 'connect':
    case 'tryAgain':
    case 'tryNow':
    case 'unlock':
      void connectServer(id);
      return;
    case 'cancel':
    case 'disconnect':
    case 'endNow':
      void act('servers.disconnect', { id });
      return;
    case 'signIn':
      startSignIn({ serverId: id });
      return;
    case 'cancelSignIn':
      void act('auth.cancel', { serverId: id });
      return;
    case 'review':
      reviewPermissions(id);
      return;
    case 'editKey':
      openDialog({ kind: 'editServer', id, field: 'key' });
      return;
    case 'enable':
      void act('servers.setEnabled', { id, enabled: true });
      return;
    default:
      action satisfies never;
  }
}

/** Says which permissions a server asks for; nothing opens by itself. */
function reviewPermissions(id: string): void {
  const state = stateOf(useCore.getState(), id);
  openDialog({ kind: 'allowMore', id, scopes: 'error' in state ? scopesOf(state.error) : [] });
}
