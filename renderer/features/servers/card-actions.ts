import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { canWrite } from '../../stores/away.ts';
import type { CoreState } from '../../stores/core-state.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import type { PrimaryAction } from './card-facts.ts';

/** Whether the card's button could only fail just now: there is no core, or what it would change cannot be saved. */
export function isPrimaryBarred(core: Pick<CoreState, 'phase' | 'info'>, action: PrimaryAction): boolean {
  return action === 'enable' ? !canWrite(core) : core.phase === 'lost';
}

/** Does what the card's button says. */
export function runPrimary(action: PrimaryAction, { id }: Pick<ServerDefinition, 'id'>): void {
  switch (action) {
    case 'connect':
    case 'tryAgain':
    case 'tryNow':
      void act('servers.connect', { id });
      return;
    case 'cancel':
    case 'disconnect':
    case 'endNow':
      void act('servers.disconnect', { id });
      return;
    case 'signIn':
      openDialog({ kind: 'failure', id });
      return;
    case 'enable':
      void act('servers.setEnabled', { id, enabled: true });
      return;
    default:
      action satisfies never;
  }
}
