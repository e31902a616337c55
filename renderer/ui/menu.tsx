import { ChevronRight } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, SubmenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { flushSync } from 'react-dom';
import styles from './popover.module.css';
import { visibleText } from './text/visible-text.ts';

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

export interface MenuPopoverProps<Id extends string> extends Pick<MenuProps<Id>, 'label' | 'items' | 'onAction'> {
  /** What it hangs from, and what has the focus again afterwards. */
  readonly triggerRef: RefObject<HTMLElement>;
  readonly onClose: () => void;
}

/** A menu without a trigger of its own, open while it is mounted. */
export function MenuPopover<Id extends string>({ label, items, onAction, triggerRef, onClose }: MenuPopoverProps<Id>): ReactNode {
  return (
    <Popover
      className={styles.popover}
      aria-label={label}
      triggerRef={triggerRef}
      placement="bottom end"
      offset={4}
      isOpen
      onOpenChange={(open) => !open && onClose()}
    >
      <MenuList
        label={label}
        items={items}
        takesFocus
        onAction={(id) => {
          // What opens now gives the focus back to what had it: the item goes with the menu.
          flushSync(onClose);
          triggerRef.current.focus();
          onAction(id);
        }}
      />
    </Popover>
  );
}

interface MenuListProps<Id extends string> extends Pick<MenuProps<Id>, 'label' | 'items' | 'onAction'> {
  readonly takesFocus?: boolean;
}

function MenuList<Id extends string>({ label, items, onAction, takesFocus }: MenuListProps<Id>): ReactNode {
  return (
    <AriaMenu
      aria-label={label}
      className={styles.list}
      onAction={(key) => onAction(key as Id)}
      {...(takesFocus ? { autoFocus: 'first' } : {})}
    >
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
      <span className={styles.itemLabel}>{visibleText(item.label)}</span>
      {item.items && <ChevronRight aria-hidden="true" />}
    </AriaMenuItem>
  );
}
