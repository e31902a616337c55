import type { ReactNode } from 'react';
import { useAway } from '../../stores/away.ts';
import { useCore, useServer } from '../../stores/core-store.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fact, FactGroup } from '../../ui/fact-list.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { useT } from '../../ui/use-t.ts';
import { ScopeList } from './scope-list.tsx';
import { startSignIn } from './sign-in-store.ts';

interface AllowMoreDialogProps {
  readonly id: string;
  /** Asked for beside those that are granted. */
  readonly scopes: readonly string[];
}

/** Says which permissions a server asks for, and signs in for them only when the person wants that. */
export function AllowMoreDialog({ id, scopes }: AllowMoreDialogProps): ReactNode {
  const t = useT();
  const away = useAway();
  const server = useServer(id);
  const account = useCore((state) => state.accounts.find(({ serverId, selected }) => serverId === id && selected));
  if (!server) return null;
  const allow = () => startSignIn({ serverId: id, ...(account ? { account: account.id } : {}), scopes: [...scopes] });
  return (
    <Dialog
      title={t('allowMore.title', { name: server.name })}
      subtitle={t('allowMore.text')}
      icon={<ServerIcon name={server.name} icon={server.icon} />}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={away} onPress={allow}>
            {t('allowMore.confirm')}
          </Button>
        </>
      }
    >
      <FactGroup>
        <Fact name={t('allowMore.asked')}>
          <ScopeList scopes={scopes} />
        </Fact>
        {account && (
          <>
            <Fact name={t('allowMore.granted')}>
              <ScopeList scopes={account.scopes} />
            </Fact>
            <Fact name={t('signIn.account')}>{account.name}</Fact>
          </>
        )}
      </FactGroup>
    </Dialog>
  );
}
