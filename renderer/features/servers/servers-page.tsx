import { FolderPlus, Plug, Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useAway, useWriteBar } from '../../stores/away.ts';
import { stateOf, useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { useT } from '../../ui/use-t.ts';
import { useCardFocus } from './card-focus-store.ts';
import { CardMenu } from './card-menu.tsx';
import { groupCards } from './card-order.ts';
import { UNCATEGORISED } from './category-header.tsx';
import { CategorySection } from './category-section.tsx';
import { FirstRun } from './first-run.tsx';
import { isWalkKey, walk } from './grid-walk.ts';
import { CARD } from './server-card.tsx';
import { filterOf, matches, STATUS_FILTERS, type StatusFilter, searchText } from './server-filter.ts';
import styles from './servers-page.module.css';
import { isConnectable, useConnectAll } from './use-connect-all.ts';
import { useMoveCard } from './use-move-card.ts';

/** Every server as a card, by category. */
export function ServersPage(): ReactNode {
  const t = useT();
  const connectAll = useConnectAll();
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<StatusFilter>('all');
  const servers = useCore((state) => state.servers);
  const categories = useCore((state) => state.categories);
  const away = useAway();
  const writeBar = useWriteBar();
  const canConnect = useCore((state) => state.servers.some(({ id }) => isConnectable(stateOf(state, id))));
  const isFirstRun = servers.length === 0 && categories.length === 0;
  const reset = () => {
    setQuery('');
    setFilter('all');
  };
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1 className={styles.title}>{t('servers.title')}</h1>
        {!isFirstRun && (
          <>
            <SearchField label={t('servers.search')} value={query} onChange={setQuery} isPageSearch className={styles.search} />
            <Select
              aria-label={t('servers.filter')}
              size="sm"
              className={styles.filter}
              options={STATUS_FILTERS.map((id) => ({ id, label: t(`servers.filter.${id}`) }))}
              value={filter}
              onChange={setFilter}
            />
            <IconButton
              bordered
              label={t('servers.newCategory')}
              icon={<FolderPlus />}
              isDisabled={writeBar !== null}
              onPress={() => openDialog({ kind: 'category', id: null })}
            />
            <Button icon={<Plug />} isDisabled={away || !canConnect} onPress={() => connectAll()}>
              {t('servers.connectAll')}
            </Button>
          </>
        )}
        <Button variant="primary" icon={<Plus />} onPress={() => openDialog({ kind: 'addServer' })}>
          {t('servers.add')}
        </Button>
      </header>
      {isFirstRun ? <FirstRun /> : <Cards query={query} filter={filter} onReset={reset} />}
      <CardMenu />
    </div>
  );
}

interface CardsProps {
  readonly query: string;
  readonly filter: StatusFilter;
  readonly onReset: () => void;
}

function Cards({ query, filter, onReset }: CardsProps): ReactNode {
  const t = useT();
  const moveCard = useMoveCard();
  const away = useAway();
  const list = useRef<HTMLDivElement>(null);
  const servers = useCore((state) => state.servers);
  const categories = useCore((state) => state.categories);
  const collapsed = useCore((state) => state.settings.collapsed);
  const passing = useCore(
    useShallow((state) =>
      filter === 'all' ? null : servers.filter(({ id }) => filterOf(stateOf(state, id)) === filter).map(({ id }) => id),
    ),
  );
  const texts = useMemo(() => new Map(servers.map((server) => [server.id, searchText(server)])), [servers]);
  const groups = useMemo(() => groupCards(servers, categories), [servers, categories]);
  const found = useMemo(() => {
    if (query.trim() === '' && passing === null) return null;
    const byState = passing && new Set(passing);
    const fits = servers.filter(({ id }) => (!byState || byState.has(id)) && matches(texts.get(id) ?? '', query.trim()));
    return new Set(fits.map(({ id }) => id));
  }, [servers, passing, texts, query]);

  const sections = useMemo(() => {
    let before = 0;
    return groups.map(({ category, servers: cards }) => {
      const categoryId = category?.id ?? null;
      const isFolded = found === null && collapsed.includes(categoryId ?? UNCATEGORISED);
      const inSight = isFolded ? [] : cards.filter(({ id }) => found?.has(id) ?? true);
      const section = { categoryId, servers: cards, isFolded, inSight, before };
      before += inSight.length;
      return section;
    });
  }, [groups, found, collapsed]);

  // Tab must find a card: one that is out of sight gives its place to the first.
  useEffect(() => {
    const { id } = useCardFocus.getState();
    const isThere = sections.some(({ inSight }) => inSight.some((server) => server.id === id));
    if (id !== null && !isThere) useCardFocus.setState({ id: null });
  }, [sections]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const card = event.target as HTMLElement;
    const id = card.getAttribute(CARD);
    if (id === null || event.ctrlKey || event.metaKey || !isWalkKey(event.key)) return;
    event.preventDefault();
    if (event.altKey) {
      if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') moveCard.byOne(id, -1);
      else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') moveCard.byOne(id, 1);
      return;
    }
    const cards = [...(list.current?.querySelectorAll<HTMLElement>(`[${CARD}]`) ?? [])].filter((each) => each.offsetParent !== null);
    const next = walk(
      cards.map((each) => each.getBoundingClientRect()),
      cards.indexOf(card),
      event.key,
    );
    cards[next]?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cards in it have the focus
    <div className={styles.cards} data-away={away || undefined} ref={list} onKeyDown={onKeyDown}>
      {found?.size === 0 && (
        <EmptyState title={t('servers.noneMatch')} actions={<Button onPress={onReset}>{t('servers.showAll')}</Button>}>
          {t('servers.noneMatchHint')}
        </EmptyState>
      )}
      {sections.map(({ categoryId, servers: cards, isFolded, before }) => (
        <CategorySection
          key={categoryId ?? UNCATEGORISED}
          categoryId={categoryId}
          servers={cards}
          passing={found}
          isFolded={isFolded}
          before={before}
        />
      ))}
    </div>
  );
}
