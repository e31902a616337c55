import { UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAway } from '../../stores/away.ts';
import { useAccounts } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './account-button.module.css';
import { type AccountAction, accountEntries, runAccountAction } from './account-menu.tsx';

/** Whose access a server uses, and what can be done with its accounts; nothing where there is none. */
export function AccountButton({ serverId }: { readonly serverId: string }): ReactNode {
  const t = useT();
  const away = useAway();
  const accounts = useAccounts(serverId);
  const [first] = accounts;
  if (!first) return null;
  const name = visibleText((accounts.find(({ selected }) => selected) ?? first).name);
  return (
    <Menu<AccountAction>
      label={t('account.menuOf', { name })}
      items={accountEntries(accounts, t, away)}
      onAction={(action) => runAccountAction(action, serverId, accounts, t)}
      trigger={
        <Button variant="quiet" icon={<UserRound />} aria-label={t('account.menuOf', { name })} className={styles.account}>
          <span className={styles.name}>{name}</span>
        </Button>
      }
    />
  );
}
