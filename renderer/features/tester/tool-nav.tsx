import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react';
import { act } from '../../api/act.ts';
import { useServerState } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { ConnectButton, ServerAccess } from './server-access.tsx';
import { setQuery, type ToolPlace, toggleFolded, useTester } from './tester-store.ts';
import { ToolList, type ToolListHandle } from './tool-list.tsx';
import styles from './tool-nav.module.css';
import { toolRows } from './tool-rows.ts';
import { indexTools, searchTools, type ToolGroup } from './tool-search.ts';

export interface ToolNavProps {
  /** null: the tools of all servers. */
  readonly serverId: string | null;
  readonly groups: readonly ToolGroup[];
  readonly selected: ToolPlace | null;
  readonly onSelect: (place: ToolPlace) => void;
  /** The person wants to go on to the form. */
  readonly onEnter: () => void;
}

/** The left pane: search, and the tools found. */
export function ToolNav({ serverId, groups, selected, onSelect, onEnter }: ToolNavProps): ReactNode {
  const t = useT();
  const scope = serverId ?? '';
  const query = useTester((state) => state.queries[scope] ?? '');
  const folded = useTester((state) => state.folded);
  const index = useMemo(() => indexTools(groups), [groups]);
  const found = useMemo(() => searchTools(index, query), [index, query]);
  const searching = query.trim() !== '';
  const rows = useMemo(() => toolRows(found, folded, searching), [found, folded, searching]);
  const handle = useRef<ToolListHandle>(null);
  const count = found.reduce((sum, group) => sum + group.tools.length, 0);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowDown') handle.current?.step(1);
    else if (event.key === 'ArrowUp') handle.current?.step(-1);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      const first = found[0]?.tools[0];
      const visible = found.some(
        (group) => group.serverId === selected?.serverId && group.tools.some((tool) => tool.name === selected.tool),
      );
      if (!visible && found[0] && first) onSelect({ serverId: found[0].serverId, tool: first.name });
      onEnter();
    } else return;
    event.preventDefault();
  };

  return (
    <section className={styles.nav} aria-label={t('tools.list')}>
      <div className={styles.search}>
        <SearchField
          label={t('tools.search', { count: index.size })}
          value={query}
          onChange={(value) => setQuery(scope, value)}
          isPageSearch
          onKeyDown={onKeyDown}
        />
      </div>
      {serverId !== null && <Access serverId={serverId} hasTools={index.size > 0} />}
      {index.size > 0 && count === 0 && (
        <div className={styles.none}>
          <p>{t('tools.noMatch', { query: query.slice(0, 60) })}</p>
          <Button size="sm" onPress={() => setQuery(scope, '')}>
            {t('tools.clear')}
          </Button>
        </div>
      )}
      {count > 0 && (
        <ToolList
          rows={rows}
          query={query.trim()}
          selected={selected}
          onSelect={onSelect}
          onEnter={onEnter}
          onToggle={toggleFolded}
          handle={handle}
        />
      )}
      <p className="visually-hidden" role="status">
        {searching ? t('tools.found', { count }) : ''}
      </p>
    </section>
  );
}

/** What stands over, or instead of, the list while the server is not simply connected. */
function Access({ serverId, hasTools }: { serverId: string; hasTools: boolean }): ReactNode {
  const t = useT();
  const state = useServerState(serverId);
  if (state.kind === 'connected') {
    if (hasTools) return null;
    return (
      <div className={styles.none}>
        <p className={styles.noneTitle}>{t('tools.none')}</p>
        <p>{visibleText(state.rejectedTools[0] ?? t('tools.noneHint'), 1_000)}</p>
        <Button size="sm" onPress={() => void act('tools.refresh', { serverId })}>
          {t('tools.reload')}
        </Button>
      </div>
    );
  }
  if (!hasTools) return <ServerAccess serverId={serverId} isHeaded />;
  return (
    <div className={styles.offline}>
      <span>{state.kind === 'reconnecting' ? t('tester.reconnecting') : t('tester.notConnected')}</span>
      {state.kind !== 'reconnecting' && <ConnectButton serverId={serverId} variant="default" />}
    </div>
  );
}
