import { ArrowDown, ArrowUp, Copy, ExternalLink, FolderInput, Pencil, Power, Square, Trash2, UserRound } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { act } from '../../api/act.ts';
import { useAway, useWriteBar } from '../../stores/away.ts';
import { useAccounts, useCore, useServerState } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { type MenuEntry, MenuPopover } from '../../ui/menu.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import { type AccountAction, accountEntries, isAccountAction, runAccountAction } from '../sign-in/account-menu.tsx';
import { useCardMenu } from './card-menu-store.ts';
import { serverJson } from './server-json.ts';
import { useMoveCard } from './use-move-card.ts';

type Action =
  | 'open'
  | 'stopTrying'
  | 'edit'
  | 'duplicate'
  | 'toggle'
  | 'moveTo'
  | 'earlier'
  | 'later'
  | 'copyJson'
  | 'remove'
  | 'account'
  | AccountAction
  | `to:${string}`;

function isMove(action: Action): action is `to:${string}` {
  return action.startsWith('to:');
}

/** The menu of whichever card asked for it. */
export function CardMenu(): ReactNode {
  const open = useCardMenu((state) => state.open);
  return open && <OpenCardMenu key={open.id} id={open.id} anchor={open.anchor} />;
}

function OpenCardMenu({ id, anchor }: { readonly id: string; readonly anchor: HTMLElement }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const moveCard = useMoveCard();
  const away = useAway();
  const { kind } = useServerState(id);
  const writeBar = useWriteBar();
  const barred = writeBar !== null;
  const triggerRef = useRef(anchor);
  const server = useCore((state) => state.servers.find((each) => each.id === id));
  const categories = useCore((state) => state.categories);
  const accounts = useAccounts(id);
  if (!server) return null;

  const places: MenuEntry<Action>[] = [...categories, { id: '', name: t('category.none'), icon: '' }].map((category) => ({
    id: `to:${category.id}`,
    label: category.name,
    icon: <ServerIcon name={category.name} icon={category.icon} size={18} />,
    isDisabled: (server.categoryId ?? '') === category.id,
  }));
  const items: MenuEntry<Action>[] = [
    { id: 'open', label: t('card.menu.open'), icon: <ExternalLink /> },
    // The button of a card that tries again is "Try now".
    ...(kind === 'reconnecting'
      ? [{ id: 'stopTrying', label: t('card.menu.stopTrying'), icon: <Square />, isDisabled: away } as const]
      : []),
    ...(accounts.length > 0
      ? [{ id: 'account', label: t('account.menu'), icon: <UserRound />, items: accountEntries(accounts, t, away) } as const]
      : []),
    { id: 'edit', label: t('card.menu.edit'), icon: <Pencil />, isDisabled: barred },
    { id: 'duplicate', label: t('card.menu.duplicate'), icon: <Copy />, isDisabled: barred },
    { id: 'toggle', label: server.enabled ? t('card.menu.disable') : t('card.menu.enable'), icon: <Power />, isDisabled: barred },
    'separator',
    { id: 'moveTo', label: t('card.menu.moveTo'), icon: <FolderInput />, ...(barred ? { isDisabled: true } : { items: places }) },
    { id: 'earlier', label: t('card.menu.earlier'), icon: <ArrowUp />, isDisabled: barred || !moveCard.canMove(id, -1) },
    { id: 'later', label: t('card.menu.later'), icon: <ArrowDown />, isDisabled: barred || !moveCard.canMove(id, 1) },
    'separator',
    { id: 'copyJson', label: t('card.menu.copyJson'), icon: <Copy /> },
    { id: 'remove', label: t('card.menu.remove'), icon: <Trash2 />, isDisabled: barred, tone: 'danger' },
  ];

  const actions: Record<Exclude<Action, `to:${string}` | AccountAction>, () => void> = {
    open: () => navigate({ page: 'server', id, tab: 'tools' }),
    stopTrying: () => void act('servers.disconnect', { id }),
    edit: () => openDialog({ kind: 'editServer', id }),
    duplicate: () =>
      void act('servers.duplicate', { id }).then((made) => made && showToast({ message: t('card.duplicated', { name: made.name }) })),
    toggle: () => void act('servers.setEnabled', { id, enabled: !server.enabled }),
    moveTo: () => {},
    account: () => {},
    earlier: () => moveCard.byOne(id, -1),
    later: () => moveCard.byOne(id, 1),
    copyJson: () => {
      const { text, leavesOut } = serverJson(server);
      copy(text, t(leavesOut ? 'card.jsonCopiedWithout' : 'card.jsonCopied'));
    },
    remove: () => openDialog({ kind: 'removeServer', id }),
  };
  const run = (action: Action) => {
    if (isMove(action)) moveCard.to(id, { categoryId: action.slice('to:'.length) || null, beforeId: null });
    else if (isAccountAction(action)) runAccountAction(action, id, accounts, t);
    else actions[action]();
  };

  return (
    <MenuPopover
      label={t('card.menu', { name: visibleText(server.name) })}
      items={items}
      onAction={run}
      triggerRef={triggerRef}
      onClose={() => useCardMenu.setState({ open: null })}
    />
  );
}
