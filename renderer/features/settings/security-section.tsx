import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VaultInfo } from '../../../shared/contract/auth.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { act } from '../../api/act.ts';
import { useAway, useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { askForVault } from '../../stores/vault-gate-store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useSay } from '../../ui/use-say.ts';
import { useT } from '../../ui/use-t.ts';
import { ClientMetadataRow } from './client-metadata-row.tsx';
import { protectionSentence, withSecrets } from './security-words.ts';
import styles from './settings-page.module.css';
import { Group, Row } from './settings-rows.tsx';

/** Where secrets are, what protects them, and what can be done with them. */
export function SecuritySection(): ReactNode {
  const t = useT();
  const vault = useCore((state) => state.vault);
  return (
    <Group title={t('security.title')}>
      <ProtectionRow vault={vault} />
      {vault.unprotected > 0 && <UnprotectedRow count={vault.unprotected} />}
      {vault.status === 'open' && vault.protection !== 'session' && <PassphraseRow vault={vault} />}
      <StoredRow vault={vault} />
      <ClientMetadataRow />
    </Group>
  );
}

function ProtectionRow({ vault }: { readonly vault: VaultInfo }): ReactNode {
  const t = useT();
  const say = useSay();
  const away = useAway();
  const choose = () => void askForVault('choose').then((done) => done && showToast({ message: t('security.protectionChanged') }));
  return (
    <Row
      name={t('security.protection')}
      below={
        <>
          <p className={styles.state} data-tone={vault.status === 'damaged' ? 'bad' : vault.status === 'open' ? undefined : 'warn'}>
            {visibleText(say(protectionSentence(vault)), 1_000)}
          </p>
          {vault.problem && <VaultProblem status={vault.status} problem={vault.problem} />}
        </>
      }
    >
      {(vault.status === 'locked' || (vault.status === 'damaged' && vault.hasPassphrase)) && (
        <Button variant="primary" isDisabled={away} onPress={() => void askForVault('unlock')}>
          {t('security.unlock')}
        </Button>
      )}
      {vault.status !== 'locked' && (
        <Button isDisabled={away} onPress={choose}>
          {t(vault.status === 'unset' ? 'security.choose' : vault.status === 'damaged' ? 'security.startNew' : 'security.change')}
        </Button>
      )}
    </Row>
  );
}

/** What is wrong with the vault, or was: one that is open again has lost something. */
function VaultProblem({ status, problem }: { readonly status: VaultInfo['status']; readonly problem: AppErrorData }): ReactNode {
  return (
    <p className={styles.hint}>
      {status !== 'damaged' && `${visibleText(problem.message, 1_000)}. `}
      {visibleText(problem.hint, 1_000)}
    </p>
  );
}

function UnprotectedRow({ count }: { readonly count: number }): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const move = () => void act('vault.secure', {}).then((vault) => vault && showToast({ message: t('security.moved', { n: count }) }));
  return (
    <Row name={t('security.unprotected', { n: count })} hint={t('security.unprotectedHint')}>
      <Button variant="primary" isDisabled={barred} onPress={move}>
        {t('security.move', { n: count })}
      </Button>
    </Row>
  );
}

function PassphraseRow({ vault: { hasPassphrase, protection } }: { readonly vault: VaultInfo }): ReactNode {
  const t = useT();
  const away = useAway();
  return (
    <Row
      name={t('vault.passphrase')}
      hint={t(
        !hasPassphrase ? 'security.noPassphrase' : protection === 'passphrase' ? 'security.onlyPassphrase' : 'security.alsoPassphrase',
      )}
    >
      {hasPassphrase && (
        <Button isDisabled={away} onPress={() => void act('vault.lock', {})}>
          {t('security.lock')}
        </Button>
      )}
      <Button isDisabled={away} onPress={() => openDialog({ kind: 'passphrase', isNew: !hasPassphrase })}>
        {t(hasPassphrase ? 'security.changePassphrase' : 'security.addPassphrase')}
      </Button>
    </Row>
  );
}

function StoredRow({ vault }: { readonly vault: VaultInfo }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const barred = useWriteBar() !== null;
  const servers = useCore((state) => state.servers);
  const accounts = useCore((state) => state.accounts);
  const holders = withSecrets(servers, accounts);
  return (
    <Row
      name={t('security.stored')}
      hint={t('security.storedHint', { n: vault.secrets })}
      below={vault.protection !== 'session' && vault.file !== '' && <code className={styles.path}>{visibleText(vault.file, 4_096)}</code>}
    >
      {vault.file !== '' && vault.protection !== 'session' && (
        <IconButton bordered label={t('settings.copyPath')} icon={<Copy />} onPress={() => copy(vault.file)} />
      )}
      <Menu<string>
        label={t('security.forget')}
        items={[
          ...holders.map(({ id, name }) => ({ id, label: t('security.forgetOf', { name: visibleText(name) }) })),
          ...(holders.length > 0 ? (['separator'] as const) : []),
          { id: '', label: t('security.forgetAll'), tone: 'danger' as const },
        ]}
        onAction={(id) => openDialog({ kind: 'forgetSecrets', serverId: id === '' ? null : id })}
        trigger={<Button isDisabled={barred || (vault.secrets === 0 && accounts.length === 0)}>{t('security.forget')}</Button>}
      />
    </Row>
  );
}
