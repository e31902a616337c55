import { Ellipsis } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type MouseEvent, memo, type ReactNode, useRef } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { useCore, useServerState } from '../../stores/core-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useSay } from '../../ui/use-say.ts';
import { useT } from '../../ui/use-t.ts';
import { runPrimary } from './card-actions.ts';
import { useCardDrag } from './card-drag-store.ts';
import { cardFacts } from './card-facts.ts';
import { useCardFocus } from './card-focus-store.ts';
import { useCardMenu } from './card-menu-store.ts';
import { FactLine, StatusLine } from './card-status.tsx';
import styles from './server-card.module.css';
import { TransportBadge } from './transport-badge.tsx';

/** Marks a card's element with its server's id. */
export const CARD = 'data-card';

interface ServerCardProps {
  readonly server: ServerDefinition;
  /** The card that Tab stops at while none has had the focus. */
  readonly isFirst: boolean;
}

/** A server: its state in words, its facts, and its one button. Renders for its own state only. */
export const ServerCard = memo(function ServerCard({ server, isFirst }: ServerCardProps): ReactNode {
  const { id } = server;
  const t = useT();
  const say = useSay();
  const state = useServerState(id);
  const knownTools = useCore((core) => core.tools[id]?.length ?? 0);
  const inTabOrder = useCardFocus((focus) => (focus.id === null ? isFirst : focus.id === id));
  const isDragged = useCardDrag((drag) => drag.id === id);
  const menuIsOpen = useCardMenu((menu) => menu.open?.id === id);
  const menuButton = useRef<HTMLButtonElement>(null);
  const ticks = state.kind === 'connecting' || state.kind === 'reconnecting' || state.kind === 'authorizing';
  const now = useNow(ticks ? 'second' : state.kind === 'connected' ? 'tenSeconds' : 'never');
  const facts = cardFacts(server, state, knownTools, now);

  const open = () => navigate({ page: 'server', id, tab: 'tools' });
  const openMenu = () => menuButton.current && useCardMenu.setState({ open: { id, anchor: menuButton.current } });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') open();
    else if (event.key === ' ') runPrimary(facts.action, server);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target as Element).closest('button')) open();
  };
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', server.name);
    // After the browser has taken its picture of the card.
    requestAnimationFrame(() => useCardDrag.setState({ id, target: null }));
  };

  return (
    // A row of a one-column grid, as in the ARIA grid pattern: arrow keys walk the rows, Tab enters one.
    // biome-ignore lint/a11y/useSemanticElements: cards are no table
    <div
      role="row"
      tabIndex={inTabOrder ? 0 : -1}
      className={styles.card}
      data-dragged={isDragged || undefined}
      {...{ [CARD]: id }}
      aria-label={t('card.label', { name: server.name, status: say(facts.status) })}
      onFocus={() => useCardFocus.setState({ id })}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu();
      }}
      draggable
      onDragStart={onDragStart}
      onDragEnd={() => useCardDrag.setState({ id: null, target: null })}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: cards are no table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row has the focus */}
      <div role="gridcell" className={styles.cell}>
        <div className={styles.head}>
          <ServerIcon name={server.name} icon={server.icon} />
          <span className={styles.name} title={server.name}>
            {server.name}
          </span>
          <TransportBadge config={server.transport} state={state} />
          <Button
            size="sm"
            className={styles.primary}
            variant={facts.action === 'connect' || facts.action === 'signIn' ? 'primary' : 'default'}
            excludeFromTabOrder={!inTabOrder}
            onPress={() => runPrimary(facts.action, server)}
          >
            {t(`card.action.${facts.action}`)}
          </Button>
        </div>
        <div className={styles.status}>
          <StatusLine facts={facts} />
        </div>
        <div className={styles.foot}>
          <FactLine server={server} facts={facts} excludeFromTabOrder={!inTabOrder} />
          <button
            ref={menuButton}
            type="button"
            className={styles.menu}
            tabIndex={inTabOrder ? 0 : -1}
            aria-label={t('card.menu', { name: server.name })}
            aria-haspopup="menu"
            aria-expanded={menuIsOpen}
            onClick={openMenu}
          >
            <Ellipsis aria-hidden="true" />
          </button>
        </div>
      </div>
    </div>
  );
});
