import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { useCore, useServerState } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useOnePress } from '../../ui/use-one-press.ts';
import { useT } from '../../ui/use-t.ts';
import { isCall, isPrimaryBarred, runPrimary } from './card-actions.ts';
import { useCardMenu } from './card-menu-store.ts';
import { FactLine, StatusLine } from './card-status.tsx';
import styles from './server-card.module.css';
import { CertificateBadge, TransportBadge } from './transport-badge.tsx';
import { useServerFacts } from './use-server-facts.ts';

interface ServerCardBodyProps {
  readonly server: ServerDefinition;
  /** Beginning of the ids of the name and the status. */
  readonly labelId: string;
  readonly inTabOrder: boolean;
  readonly onMenu: () => void;
}

/** What a card says: its state in words, its facts, and its one button. Renders for its own state only. */
export function ServerCardBody({ server, labelId, inTabOrder, onMenu }: ServerCardBodyProps): ReactNode {
  const { id } = server;
  const name = visibleText(server.name);
  const t = useT();
  const state = useServerState(id);
  const menuIsOpen = useCardMenu((menu) => menu.open?.id === id);
  const facts = useServerFacts(server);
  const { onMouseDownCapture, once } = useOnePress();
  const barred = useCore((core) => isPrimaryBarred(core, facts.action));
  return (
    <>
      <div className={styles.head} onMouseDownCapture={onMouseDownCapture}>
        <ServerIcon name={name} icon={server.icon} />
        <span id={`${labelId}-name`} className={styles.name} title={name}>
          {name}
        </span>
        <TransportBadge config={server.transport} state={state} />
        <Button
          size="sm"
          className={styles.primary}
          variant={isCall(facts.action) ? 'primary' : 'default'}
          excludeFromTabOrder={!inTabOrder}
          isDisabled={barred}
          onPress={once(() => runPrimary(facts.action, server))}
        >
          {t(`card.action.${facts.action}`)}
        </Button>
      </div>
      <div id={`${labelId}-status`} className={styles.status}>
        <StatusLine facts={facts} lines={2} />
      </div>
      <div className={styles.foot}>
        <CertificateBadge config={server.transport} isShort />
        <FactLine server={server} facts={facts} excludeFromTabOrder={!inTabOrder} />
        <button
          type="button"
          className={styles.menu}
          tabIndex={inTabOrder ? 0 : -1}
          aria-label={t('card.menu', { name })}
          aria-haspopup="menu"
          aria-expanded={menuIsOpen}
          onClick={onMenu}
        >
          <Ellipsis aria-hidden="true" />
        </button>
      </div>
    </>
  );
}
