import { type DragEvent, type KeyboardEvent, type MouseEvent, memo, type ReactNode, useId, useRef } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { useWriteBar } from '../../stores/away.ts';
import { stateOf, useCore } from '../../stores/core-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { isPrimaryBarred, runPrimary } from './card-actions.ts';
import { useCardDrag } from './card-drag-store.ts';
import { cardFacts } from './card-facts.ts';
import { useCardFocus } from './card-focus-store.ts';
import { useCardMenu } from './card-menu-store.ts';
import styles from './server-card.module.css';
import { ServerCardBody } from './server-card-body.tsx';
import { useNear } from './use-near.ts';

/** Marks a card's element with its server's id. */
export const CARD = 'data-card';

interface ServerCardProps {
  readonly server: ServerDefinition;
  /** The card that Tab stops at while none has had the focus. */
  readonly isFirst: boolean;
  /** Filled in with the page; others are only a name until they come near. */
  readonly isAtTop: boolean;
}

function primaryOf(server: ServerDefinition) {
  return cardFacts(server, stateOf(useCore.getState(), server.id), { tools: 0, account: null, now: Date.now() }).action;
}

/** A server's place in the grid: what the pointer and the keys do with it. */
export const ServerCard = memo(function ServerCard({ server, isFirst, isAtTop }: ServerCardProps): ReactNode {
  const { id, name } = server;
  const labelId = useId();
  const element = useRef<HTMLDivElement>(null);
  const isNear = useNear(element, isAtTop);
  const inTabOrder = useCardFocus((focus) => (focus.id === null ? isFirst : focus.id === id));
  const writeBar = useWriteBar();
  const isDragged = useCardDrag((drag) => drag.id === id);

  const open = () => navigate({ page: 'server', id, tab: 'tools' });
  const openMenu = () => {
    const anchor = element.current?.querySelector<HTMLElement>('[aria-haspopup]');
    if (anchor) useCardMenu.setState({ open: { id, anchor } });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') open();
    else if (event.key === ' ') {
      const action = primaryOf(server);
      // A key that is held would connect, cancel, connect, …
      if (!event.repeat && !isPrimaryBarred(useCore.getState(), action)) runPrimary(action, server);
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target as Element).closest('button')) open();
  };
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', name);
    // After the browser has taken its picture of the card.
    requestAnimationFrame(() => useCardDrag.setState({ id, target: null }));
  };

  return (
    // A row of a one-column grid, as in the ARIA grid pattern: arrow keys walk the rows, Tab enters one.
    // biome-ignore lint/a11y/useSemanticElements: cards are no table
    <div
      ref={element}
      role="row"
      tabIndex={inTabOrder ? 0 : -1}
      className={styles.card}
      data-dragged={isDragged || undefined}
      {...{ [CARD]: id }}
      aria-labelledby={isNear ? `${labelId}-name ${labelId}-status` : `${labelId}-name`}
      onFocus={() => useCardFocus.setState({ id })}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu();
      }}
      draggable={writeBar === null}
      onDragStart={onDragStart}
      onDragEnd={() => useCardDrag.setState({ id: null, target: null })}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: cards are no table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row has the focus */}
      <div role="gridcell" className={styles.cell}>
        {isNear ? (
          <ServerCardBody server={server} labelId={labelId} inTabOrder={inTabOrder} onMenu={openMenu} />
        ) : (
          <span id={`${labelId}-name`} className={styles.name}>
            {visibleText(name)}
          </span>
        )}
      </div>
    </div>
  );
});
