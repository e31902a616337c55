import { Check, LogOut, Pencil, Trash2, UserRound, UserRoundPlus } from 'lucide-react';
import type { Account } from '../../../shared/contract/auth.ts';
import { act } from '../../api/act.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import type { Translate } from '../../ui/use-t.ts';
import { startSignIn } from './sign-in-store.ts';

const USE = 'use:';
export type AccountAction = `use:${string}` | 'addAccount' | 'renameAccount' | 'signOut' | 'forgetAccount';

export function isAccountAction(action: string): action is AccountAction {
  return action.startsWith(USE) || ['addAccount', 'renameAccount', 'signOut', 'forgetAccount'].includes(action);
}

/** What can be done with the accounts of a server: choose one, add one, and what concerns the one in use. */
export function accountEntries(accounts: readonly Account[], t: Translate, isBarred: boolean): MenuEntry<AccountAction>[] {
  const selected = accounts.find((account) => account.selected);
  return [
    ...accounts.map(
      ({ id, name, ended, selected }): MenuEntry<AccountAction> => ({
        id: `${USE}${id}`,
        label: ended ? t('account.ended', { name }) : name,
        icon: selected ? <Check /> : <UserRound />,
        isDisabled: isBarred,
      }),
    ),
    { id: 'addAccount', label: t('account.add'), icon: <UserRoundPlus />, isDisabled: isBarred },
    ...(selected
      ? ([
          'separator',
          { id: 'renameAccount', label: t('account.rename'), icon: <Pencil />, isDisabled: isBarred },
          { id: 'signOut', label: t('account.signOut'), icon: <LogOut />, isDisabled: isBarred || selected.ended },
          { id: 'forgetAccount', label: t('account.forget'), icon: <Trash2 />, isDisabled: isBarred, tone: 'danger' },
        ] as const)
      : []),
  ];
}

/** Does what an entry says. */
export function runAccountAction(action: AccountAction, serverId: string, accounts: readonly Account[], t: Translate): void {
  const selected = accounts.find((account) => account.selected);
  if (action === 'addAccount') startSignIn({ serverId, account: 'new' });
  else if (action === 'renameAccount') selected && openDialog({ kind: 'renameAccount', accountId: selected.id });
  else if (action === 'signOut') selected && openDialog({ kind: 'signOut', accountId: selected.id, remove: false });
  else if (action === 'forgetAccount') selected && openDialog({ kind: 'signOut', accountId: selected.id, remove: true });
  else {
    const account = accounts.find(({ id }) => id === action.slice(USE.length));
    if (!account) return;
    if (account.ended) startSignIn({ serverId, account: account.id });
    else if (!account.selected) void use(account, t);
  }
}

async function use({ id, name }: Account, t: Translate): Promise<void> {
  const chosen = await act('auth.select', { accountId: id });
  if (chosen) showToast({ message: t('account.selected', { name: visibleText(name) }) });
}
