import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { useAway } from '../../stores/away.ts';
import { useCore, useServerState } from '../../stores/core-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useOnePress } from '../../ui/use-one-press.ts';
import { useT } from '../../ui/use-t.ts';
import { AccountButton } from '../sign-in/account-button.tsx';
import { isCall, isPrimaryBarred, runPrimary } from './card-actions.ts';
import { FactLine, StatusLine } from './card-status.tsx';
import styles from './server-header.module.css';
import { CertificateBadge, TransportBadge } from './transport-badge.tsx';
import { useServerFacts } from './use-server-facts.ts';

/** Who the server is, how it is, and its one button. */
export function ServerHeader({ server }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const state = useServerState(server.id);
  const name = visibleText(server.name);
  const away = useAway();
  const facts = useServerFacts(server, { isNamed: true });
  const { onMouseDownCapture, once } = useOnePress();
  const barred = useCore((core) => isPrimaryBarred(core, facts.action));
  return (
    <header className={styles.header} onMouseDownCapture={onMouseDownCapture}>
      <IconButton
        size="sm"
        className={styles.back}
        label={t('server.back')}
        icon={<ArrowLeft />}
        onPress={() => navigate({ page: 'servers' })}
      />
      <ServerIcon name={server.name} icon={server.icon} size={28} />
      <h1 className={styles.name} title={name}>
        {name}
      </h1>
      <TransportBadge config={server.transport} state={state} />
      <CertificateBadge config={server.transport} />
      <div className={styles.state} data-away={away || undefined}>
        {/* The tab below counts the tools. */}
        <StatusLine facts={state.kind === 'connected' ? { ...facts, detail: null } : facts} />
        <FactLine server={server} facts={facts} yields />
      </div>
      <AccountButton serverId={server.id} />
      <Button
        className={styles.primary}
        variant={isCall(facts.action) ? 'primary' : 'default'}
        isDisabled={barred}
        onPress={once(() => runPrimary(facts.action, server))}
      >
        {t(`card.action.${facts.action}`)}
      </Button>
    </header>
  );
}
