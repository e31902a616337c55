import { type ReactNode, type RefObject, useRef } from 'react';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useCopy } from '../use-copy.ts';
import { useT } from '../use-t.ts';
import { type JsonNode, pathOf } from './json-rows.ts';
import styles from './row-menu.module.css';

export interface RowMenuAt {
  readonly node: JsonNode;
  readonly element: HTMLElement;
  /** Gets the focus back when the menu closes. */
  readonly back: RefObject<HTMLElement | null>;
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? '';
}

/** What can be copied of one place in a JSON document. */
export function RowMenu({ at, onClose }: { at: RowMenuAt; onClose: () => void }): ReactNode {
  const t = useT();
  const anchor = useRef<HTMLElement | null>(at.element);
  anchor.current = at.element;
  const { node } = at;
  const copy = useCopy();
  const close = (): void => {
    onClose();
    at.back.current?.focus({ preventScroll: true });
  };
  return (
    <Popover
      className={styles.popover}
      triggerRef={anchor}
      isOpen
      onOpenChange={(open) => !open && close()}
      placement="bottom start"
      offset={2}
    >
      <Menu className={styles.menu} aria-label={t('tester.json.menu')} autoFocus="first" onClose={close}>
        {typeof node.value === 'string' && (
          <MenuItem className={styles.item} onAction={() => copy(String(node.value))}>
            {t('tester.json.copyText')}
          </MenuItem>
        )}
        <MenuItem className={styles.item} onAction={() => copy(jsonOf(node.value))}>
          {t('tester.json.copyJson')}
        </MenuItem>
        {typeof node.key === 'string' && (
          <MenuItem className={styles.item} onAction={() => copy(String(node.key))}>
            {t('tester.json.copyKey')}
          </MenuItem>
        )}
        <MenuItem className={styles.item} onAction={() => copy(pathOf(node))}>
          {t('tester.json.copyPath')}
        </MenuItem>
      </Menu>
    </Popover>
  );
}
