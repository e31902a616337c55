import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Ellipsis, Pencil, Plug, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { Category } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { canWrite, useAway, useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { type MenuEntry, MenuPopover } from '../../ui/menu.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { CategoryIcon } from '../categories/category-icon.tsx';
import { moveCategoryByOne } from './card-order.ts';
import styles from './category-header.module.css';
import { useConnectAll } from './use-connect-all.ts';

/** Remembered like a category's id; no category has it. */
export const UNCATEGORISED = 'none';

interface CategoryHeaderProps {
  readonly category: Category | undefined;
  readonly name: string;
  readonly total: number;
  readonly isFolded: boolean;
  /** False while a search unfolds everything. */
  readonly canFold: boolean;
}

/** Folds at once; where nothing can be saved, only for as long as this window lives. Categories that are gone are forgotten. */
function fold(id: string, isFolded: boolean): void {
  const { settings, categories, ...core } = useCore.getState();
  const known = new Set([UNCATEGORISED, ...categories.map((category) => category.id)]);
  const others = settings.collapsed.filter((each) => each !== id && known.has(each));
  const collapsed = isFolded ? [...others, id] : others;
  useCore.setState({ settings: { ...settings, collapsed } });
  if (canWrite(core)) void act('settings.update', { collapsed });
}

/** A category's name and count, its menu, and the fold. */
export function CategoryHeader({ category, name, total, isFolded, canFold }: CategoryHeaderProps): ReactNode {
  const t = useT();
  return (
    <header className={styles.header}>
      {category && <CategoryIcon category={category} />}
      <h2 className={styles.name}>{name}</h2>
      <span className={styles.count}>{total}</span>
      {category && category.description !== '' && (
        <span className={styles.description} title={visibleText(category.description, 1_000)}>
          {visibleText(category.description, 1_000)}
        </span>
      )}
      <span className={styles.line} />
      <CategoryMenu category={category} name={name} />
      <button
        type="button"
        className={styles.button}
        aria-label={t(isFolded ? 'category.unfold' : 'category.fold', { name })}
        aria-expanded={!isFolded}
        disabled={!canFold}
        onClick={() => fold(category?.id ?? UNCATEGORISED, !isFolded)}
      >
        {isFolded ? <ChevronRight aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
      </button>
    </header>
  );
}

type Action = 'edit' | 'up' | 'down' | 'add' | 'connectAll' | 'delete';

function CategoryMenu({ category, name }: Pick<CategoryHeaderProps, 'category' | 'name'>): ReactNode {
  const t = useT();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-label={t('category.menu', { name })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <Ellipsis aria-hidden="true" />
      </button>
      {isOpen && button.current && <OpenMenu category={category} name={name} anchor={button.current} onClose={() => setOpen(false)} />}
    </>
  );
}

interface OpenMenuProps extends Pick<CategoryHeaderProps, 'category' | 'name'> {
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

function OpenMenu({ category, name, anchor, onClose }: OpenMenuProps): ReactNode {
  const t = useT();
  const triggerRef = useRef(anchor);
  const connectAll = useConnectAll();
  const away = useAway();
  const barred = useWriteBar() !== null;
  const categories = useCore((state) => state.categories);
  const up = category && moveCategoryByOne(categories, category.id, -1);
  const down = category && moveCategoryByOne(categories, category.id, 1);
  const run = (action: Action) => {
    if (action === 'connectAll') connectAll(category?.id ?? null);
    else if (action === 'add') openDialog({ kind: 'addServer', categoryId: category?.id ?? null });
    else if (category && action === 'edit') openDialog({ kind: 'category', id: category.id });
    else if (category && action === 'delete') openDialog({ kind: 'removeCategory', id: category.id });
    else if (category) void act('categories.move', { id: category.id, beforeId: (action === 'up' ? up : down) ?? null });
  };
  const ofCategory: readonly MenuEntry<Action>[] = [
    'separator',
    { id: 'edit', label: t('category.edit'), icon: <Pencil />, isDisabled: barred },
    { id: 'up', label: t('category.up'), icon: <ArrowUp />, isDisabled: barred || up === undefined },
    { id: 'down', label: t('category.down'), icon: <ArrowDown />, isDisabled: barred || down === undefined },
    'separator',
    { id: 'delete', label: t('category.delete'), icon: <Trash2 />, isDisabled: barred, tone: 'danger' },
  ];
  return (
    <MenuPopover<Action>
      label={t('category.menu', { name })}
      triggerRef={triggerRef}
      onClose={onClose}
      onAction={run}
      items={[
        { id: 'connectAll', label: t('category.connectAll'), icon: <Plug />, isDisabled: away },
        { id: 'add', label: t('category.addHere'), icon: <Plus /> },
        ...(category ? ofCategory : []),
      ]}
    />
  );
}
