import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useCore } from '../../stores/core-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { unevenRows } from '../../ui/virtual-rows/row-layout.ts';
import { useVirtualRows } from '../../ui/virtual-rows/use-virtual-rows.ts';
import { plainWords } from './plain-words.ts';
import { type ToolPlace, toolKey } from './tester-store.ts';
import styles from './tool-list.module.css';
import { rowHeight, TOOL_ROW_PX, type ToolRow } from './tool-rows.ts';

/** What the search field may do with the list below it. */
export interface ToolListHandle {
  /** Selects the next or previous tool. */
  step(by: 1 | -1): void;
}

export interface ToolListProps {
  readonly rows: readonly ToolRow[];
  /** What was searched for to find them. */
  readonly query: string;
  readonly selected: ToolPlace | null;
  readonly onSelect: (place: ToolPlace) => void;
  /** Enter on a tool: the person wants to go on to its form. */
  readonly onEnter: () => void;
  readonly onToggle: (serverId: string) => void;
  readonly handle: RefObject<ToolListHandle | null>;
}

function isSelected(row: ToolRow, selected: ToolPlace | null): boolean {
  return row.kind === 'tool' && row.group.serverId === selected?.serverId && row.tool.name === selected.tool;
}

/** The tools of one or many servers, as a tree of two levels. Selection follows the keyboard; only what is in sight is painted. */
export function ToolList({ rows, query, selected, onSelect, onEnter, onToggle, handle }: ToolListProps): ReactNode {
  const t = useT();
  const id = useId();
  const layout = useMemo(() => unevenRows(rows.map(rowHeight)), [rows]);
  const { scroller, onScroll, first, end, reveal } = useVirtualRows(layout);
  /** The server line under the keyboard; null when it is on the selected tool. */
  const [header, setHeader] = useState<string | null>(null);
  const selectedIndex = useMemo(() => rows.findIndex((row) => isSelected(row, selected)), [rows, selected]);
  const headerIndex = header === null ? -1 : rows.findIndex((row) => row.kind === 'server' && row.group.serverId === header);
  const active = headerIndex >= 0 ? headerIndex : selectedIndex;

  // Only another selection scrolls: folding a server or a list that changed leaves the reader's place alone.
  const revealed = useRef('');
  useEffect(() => {
    const key = selected === null || selectedIndex < 0 ? '' : toolKey(selected.serverId, selected.tool);
    if (key === revealed.current) return;
    revealed.current = key;
    reveal(selectedIndex);
  }, [selected, selectedIndex, reveal]);
  // The best matches are at the top.
  const searched = useRef(query);
  useEffect(() => {
    if (query === searched.current) return;
    searched.current = query;
    reveal(query === '' ? selectedIndex : 0);
  }, [query, selectedIndex, reveal]);

  const goTo = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    if (row.kind === 'server') setHeader(row.group.serverId);
    else {
      setHeader(null);
      onSelect({ serverId: row.group.serverId, tool: row.tool.name });
    }
    reveal(index);
  };
  const stepTools = (by: 1 | -1): void => {
    const from = selectedIndex >= 0 ? selectedIndex : by === 1 ? -1 : rows.length;
    for (let index = from + by; index >= 0 && index < rows.length; index += by) {
      if (rows[index]?.kind === 'tool') {
        goTo(index);
        return;
      }
    }
  };
  useImperativeHandle(handle, () => ({ step: stepTools }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[active];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / TOOL_ROW_PX) - 1);
    switch (event.key) {
      case 'ArrowDown':
        goTo(Math.min(rows.length - 1, active + 1));
        break;
      case 'ArrowUp':
        goTo(Math.max(0, active - 1));
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(rows.length - 1);
        break;
      case 'PageDown':
        goTo(Math.min(rows.length - 1, active + page));
        break;
      case 'PageUp':
        goTo(Math.max(0, active - page));
        break;
      case 'ArrowLeft':
        if (row?.kind === 'server' && row.open) onToggle(row.group.serverId);
        else if (row?.kind === 'tool') goTo(rows.findIndex((each) => each.kind === 'server' && each.group === row.group));
        break;
      case 'ArrowRight':
        if (row?.kind === 'server' && !row.open) onToggle(row.group.serverId);
        else if (row?.kind === 'server') goTo(active + 1);
        break;
      case 'Enter':
      case ' ':
        if (row?.kind === 'server') onToggle(row.group.serverId);
        else if (row) onEnter();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={styles.list}
      role="tree"
      aria-label={t('tools.list')}
      tabIndex={0}
      aria-activedescendant={active >= first && active < end ? `${id}-${active}` : undefined}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div className={styles.space} role="none" style={{ height: layout.total }}>
        <div role="none" style={{ transform: `translateY(${layout.top(first)}px)` }}>
          {rows.slice(first, end).map((row, offset) => {
            const index = first + offset;
            const shared = { id: `${id}-${index}`, active: index === active };
            return row.kind === 'server' ? (
              <ServerRow
                key={`s ${row.group.serverId}`}
                {...shared}
                row={row}
                onPress={() => {
                  setHeader(row.group.serverId);
                  onToggle(row.group.serverId);
                }}
              />
            ) : (
              <ToolLine
                key={`${row.group.serverId} ${row.tool.name}`}
                {...shared}
                row={row}
                selected={index === selectedIndex}
                onPress={() => goTo(index)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps<Kind extends ToolRow['kind']> {
  readonly id: string;
  readonly row: Extract<ToolRow, { kind: Kind }>;
  readonly active: boolean;
  readonly onPress: () => void;
}

function ServerRow({ id, row, active, onPress }: RowProps<'server'>): ReactNode {
  const t = useT();
  const { group, open } = row;
  const found = group.tools.length;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the tree (aria-activedescendant)
    <div
      id={id}
      className={styles.server}
      role="treeitem"
      aria-level={1}
      aria-expanded={open}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={false}
      data-active={active || undefined}
      onClick={onPress}
    >
      <span className={styles.twist} data-open={open || undefined} aria-hidden="true" />
      <span className={styles.serverName}>{visibleText(group.serverName, 120)}</span>
      <span className={styles.count}>
        {found === group.of ? t('tools.count', { count: found }) : t('tools.countOf', { count: found, of: group.of })}
      </span>
      {group.stale && <span className={styles.stale}>{t('tools.stale')}</span>}
    </div>
  );
}

function ToolLine({ id, row, active, selected, onPress }: RowProps<'tool'> & { readonly selected: boolean }): ReactNode {
  const t = useT();
  const { tool, group } = row;
  const running = useCore((state) =>
    Object.values(state.runs).some((run) => run.status === 'running' && run.serverId === group.serverId && run.tool === tool.name),
  );
  const description = plainWords(tool.description === '' ? tool.title : tool.description);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the tree (aria-activedescendant)
    <div
      id={id}
      className={styles.tool}
      role="treeitem"
      aria-level={2}
      aria-posinset={row.position}
      aria-setsize={row.group.tools.length}
      aria-selected={selected}
      data-active={active || undefined}
      data-selected={selected || undefined}
      data-stale={group.stale || undefined}
      onClick={onPress}
    >
      <span className={styles.line}>
        <span className={styles.name} title={visibleText(tool.title === '' ? tool.name : tool.title)}>
          {visibleText(tool.name, 200)}
        </span>
        {running && (
          <>
            <Spinner />
            <span className="visually-hidden">{t('tester.running')}</span>
          </>
        )}
        {tool.readOnly && <Badge>{t('tester.annotation.readOnly')}</Badge>}
        {tool.destructive && <Badge tone="bad">{t('tester.annotation.destructive')}</Badge>}
      </span>
      {description !== '' && <span className={styles.description}>{visibleText(description)}</span>}
    </div>
  );
}
