import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useCopy } from '../use-copy.ts';
import { uniformRows } from '../virtual-rows/row-layout.ts';
import { useVirtualRows } from '../virtual-rows/use-virtual-rows.ts';
import { indentOf, JsonRowContent } from './json-row.tsx';
import {
  isContainer,
  type JsonRow,
  jsonRows,
  LONG_STRING,
  NOTHING_UNFOLDED,
  openAtFirst,
  pathOf,
  SHOW_STEP,
  shownAtFirst,
  type Unfolding,
} from './json-rows.ts';
import styles from './json-view.module.css';
import { RowMenu, type RowMenuAt } from './row-menu.tsx';

const ROW_PX = 20;

export interface JsonViewProps {
  readonly value: unknown;
  readonly label: string;
  /** `fill`: as high as its place. `content`: as high as its rows, up to a limit. */
  readonly height?: 'fill' | 'content';
}

function opens(row: JsonRow): boolean {
  return row.kind === 'folded' || row.kind === 'more' || (row.kind === 'value' && isLong(row));
}

function isLong(row: JsonRow): boolean {
  return typeof row.node.value === 'string' && row.node.value.length > LONG_STRING;
}

function unfold(row: JsonRow, unfolding: Unfolding, open: boolean): Unfolding {
  const { value } = row.node;
  if (row.kind === 'more' && isContainer(value)) {
    const shown = (unfolding.shown.get(value) ?? shownAtFirst(value)) + SHOW_STEP;
    return { ...unfolding, shown: new Map(unfolding.shown).set(value, shown) };
  }
  if (isContainer(value)) return { ...unfolding, open: new Map(unfolding.open).set(value, open) };
  const texts = new Set(unfolding.texts);
  if (open) texts.add(pathOf(row.node));
  else texts.delete(pathOf(row.node));
  return { ...unfolding, texts };
}

/** Whether the keyboard stops at a row: closing brackets and the further lines of a text are passed over. */
function isStop(row: JsonRow): boolean {
  return row.kind !== 'close' && !(row.kind === 'text' && !row.first);
}

function nextStop(rows: readonly JsonRow[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    const row = rows[index];
    if (row && isStop(row)) return index;
  }
  return from;
}

function parentRow(rows: readonly JsonRow[], from: number): number {
  const parent = rows[from]?.kind === 'more' ? rows[from]?.node : rows[from]?.node.parent;
  if (!parent) return from;
  for (let index = from - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row?.node === parent && row.kind === 'open') return index;
  }
  return from;
}

/** A JSON document as a tree that folds; only what is in sight is painted, so that megabytes stay fluid. */
export function JsonView({ value, label, height = 'fill' }: JsonViewProps): ReactNode {
  const id = useId();
  const copy = useCopy();
  const opening = useMemo(() => openAtFirst(value), [value]);
  const [unfolding, setUnfolding] = useState(NOTHING_UNFOLDED);
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const shownValue = useRef(value);
  useEffect(() => {
    if (shownValue.current === value) return;
    shownValue.current = value;
    setUnfolding(NOTHING_UNFOLDED);
    setActive(0);
    setMenu(null);
  }, [value]);

  const rows = useMemo(() => jsonRows(value, opening, unfolding), [value, opening, unfolding]);
  const layout = useMemo(() => uniformRows(rows.length, ROW_PX), [rows.length]);
  const { scroller, onScroll, first, end, reveal } = useVirtualRows(layout);
  const activeRow = rows[active];

  const move = (index: number): void => {
    setActive(index);
    reveal(index);
  };
  const setOpen = (index: number, open: boolean): void => {
    const row = rows[index];
    if (!row) return;
    setActive(index);
    setUnfolding(unfold(row, unfolding, open));
  };
  const activate = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    if (opens(row)) setOpen(index, true);
    else if (row.kind === 'open' || row.kind === 'text') setOpen(index, false);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!activeRow || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false) {
        event.preventDefault();
        copy(copyOf(activeRow.node.value));
      }
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 200) / ROW_PX) - 1);
    switch (event.key) {
      case 'ArrowDown':
        move(nextStop(rows, active, 1));
        break;
      case 'ArrowUp':
        move(nextStop(rows, active, -1));
        break;
      case 'ArrowRight':
        if (opens(activeRow)) setOpen(active, true);
        else if (activeRow.kind === 'open') move(nextStop(rows, active, 1));
        break;
      case 'ArrowLeft':
        if (activeRow.kind === 'open' || activeRow.kind === 'text') setOpen(active, false);
        else move(parentRow(rows, active));
        break;
      case 'Home':
        move(0);
        break;
      case 'End':
        move(nextStop(rows, rows.length, -1));
        break;
      case 'PageDown':
        move(nextStop(rows, Math.min(rows.length - 1, active + page) - 1, 1));
        break;
      case 'PageUp':
        move(nextStop(rows, Math.max(0, active - page) + 1, -1));
        break;
      case 'Enter':
      case ' ':
        activate(active);
        break;
      case 'ContextMenu':
      case 'F10': {
        if (event.key === 'F10' && !event.shiftKey) return;
        openMenuAt(active);
        break;
      }
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const openMenuAt = (index: number): void => {
    const row = rows[index];
    const element = scroller.current?.querySelector(`[data-row="${index}"]`);
    if (row && element instanceof HTMLElement) setMenu({ node: row.node, element, back: scroller });
  };
  const onContextMenu = (event: MouseEvent, index: number): void => {
    event.preventDefault();
    setActive(index);
    openMenuAt(index);
  };

  return (
    <>
      <div
        ref={scroller}
        className={styles.view}
        data-height={height}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={activeRow && active >= first && active < end ? `${id}-${active}` : undefined}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div className={styles.rows} role="none" style={{ height: layout.total }}>
          <div className={styles.window} role="none" style={{ transform: `translateY(${layout.top(first)}px)` }}>
            {rows.slice(first, end).map((row, offset) => (
              <RowLine
                // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place
                key={first + offset}
                id={`${id}-${first + offset}`}
                index={first + offset}
                row={row}
                active={first + offset === active}
                onActivate={activate}
                onSelect={setActive}
                onContextMenu={onContextMenu}
              />
            ))}
          </div>
        </div>
      </div>
      {menu && <RowMenu at={menu} onClose={() => setMenu(null)} />}
    </>
  );
}

function copyOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
}

interface RowLineProps {
  readonly id: string;
  readonly index: number;
  readonly row: JsonRow;
  readonly active: boolean;
  readonly onActivate: (index: number) => void;
  readonly onSelect: (index: number) => void;
  readonly onContextMenu: (event: MouseEvent, index: number) => void;
}

function RowLine({ id, index, row, active, onActivate, onSelect, onContextMenu }: RowLineProps): ReactNode {
  const { node } = row;
  const indent = row.kind === 'more' ? node.depth + 1 : node.depth;
  const indentation = { paddingInlineStart: indentOf(indent) };
  if (!isStop(row)) {
    return (
      <div className={styles.row} role="none" data-kind={row.kind} style={indentation}>
        <span className={styles.lineContent}>
          <JsonRowContent row={row} />
        </span>
      </div>
    );
  }
  const foldable = row.kind === 'open' || row.kind === 'folded' || isLong(row);
  return (
    // The tree itself takes the keys; a row only needs the mouse.
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the tree (aria-activedescendant)
    <div
      id={id}
      className={styles.row}
      role="treeitem"
      data-row={index}
      data-kind={row.kind}
      data-active={active || undefined}
      aria-level={indent + 1}
      aria-posinset={row.kind === 'more' ? undefined : node.position}
      aria-setsize={row.kind === 'more' ? undefined : node.siblings}
      aria-expanded={foldable ? row.kind === 'open' || row.kind === 'text' : undefined}
      aria-selected={active}
      style={indentation}
      onClick={() => {
        if (window.getSelection()?.isCollapsed === false) return;
        if (foldable || row.kind === 'more') onActivate(index);
        else onSelect(index);
      }}
      onContextMenu={(event) => onContextMenu(event, index)}
    >
      {foldable && <span className={styles.twist} aria-hidden="true" data-open={row.kind === 'open' || row.kind === 'text' || undefined} />}
      <span className={styles.lineContent}>
        <JsonRowContent row={row} />
      </span>
    </div>
  );
}
