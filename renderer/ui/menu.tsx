import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, SubmenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import styles from './popover.module.css';

export type MenuEntry<Id extends string> =
  | 'separator'
  | {
      readonly id: Id;
      readonly label: string;
      readonly icon?: ReactNode;
      readonly tone?: 'danger';
      readonly isDisabled?: boolean;
      /** A menu that opens beside it; then its own id is never an action. */
      readonly items?: readonly MenuEntry<Id>[];
    };

export interface MenuProps<Id extends string> {
  readonly label: string;
  readonly items: readonly MenuEntry<Id>[];
  readonly onAction: (id: Id) => void;
  /** A Button or IconButton. */
  readonly trigger: ReactNode;
  readonly placement?: 'bottom start' | 'bottom end' | 'top end';
}

/** Actions behind a button. */
export function Menu<Id extends string>({ label, items, onAction, trigger, placement = 'bottom end' }: MenuProps<Id>): ReactNode {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover} placement={placement} offset={4}>
        <MenuList label={label} items={items} onAction={onAction} />
      </Popover>
    </MenuTrigger>
  );
}

type MenuListProps<Id extends string> = Pick<MenuProps<Id>, 'label' | 'items' | 'onAction'>;

function MenuList<Id extends string>({ label, items, onAction }: MenuListProps<Id>): ReactNode {
  return (
    <AriaMenu aria-label={label} className={styles.list} onAction={(key) => onAction(key as Id)}>
      {items.map((item, index) => {
        // Separators have no name of their own, and menus do not reorder while they are open.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        if (item === 'separator') return <Separator key={`separator-${index}`} className={styles.separator} />;
        if (!item.items) return <Item key={item.id} item={item} />;
        return (
          <SubmenuTrigger key={item.id}>
            <Item item={item} />
            <Popover className={styles.popover} offset={2}>
              <MenuList label={item.label} items={item.items} onAction={onAction} />
            </Popover>
          </SubmenuTrigger>
        );
      })}
    </AriaMenu>
  );
}

function Item<Id extends string>({ item }: { readonly item: Exclude<MenuEntry<Id>, 'separator'> }): ReactNode {
  return (
    <AriaMenuItem
      id={item.id}
      textValue={item.label}
      isDisabled={item.isDisabled}
      className={styles.item}
      data-danger={item.tone === 'danger' || undefined}
    >
      {item.icon}
      <span className={styles.itemLabel}>{item.label}</span>
      {item.items && <ChevronRight aria-hidden="true" />}
    </AriaMenuItem>
  );
}
