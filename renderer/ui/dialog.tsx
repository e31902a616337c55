import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { onCloseAsked } from '../stores/dialog-store.ts';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';
import { visibleText } from './text/visible-text.ts';
import { DOUBLE_MS } from './use-one-press.ts';
import { useT } from './use-t.ts';

/** Characters of a title; a name in it may be 120 long, a failure's sentence longer. */
const TITLE = 1_000;

export interface DialogProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly icon?: ReactNode;
  /** Asked by Esc, the close button and, where `isDismissable`, a press outside. */
  readonly onClose: () => void;
  readonly isDismissable?: boolean;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly role?: 'dialog' | 'alertdialog';
  /** Stays in sight above the footer while the body scrolls. */
  readonly notice?: ReactNode;
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
}

/** A modal layer, shown while it is mounted. Takes the focus, and gives it back when it goes. */
export function Dialog({
  title,
  subtitle,
  icon,
  onClose,
  isDismissable = true,
  size = 'md',
  role,
  notice,
  footer,
  children,
}: DialogProps): ReactNode {
  const t = useT();
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => onCloseAsked(() => close.current()), []);
  const [openedAt] = useState(() => performance.now());
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen
      isDismissable={isDismissable}
      // The second half of a double click on what opened it is none outside of it.
      shouldCloseOnInteractOutside={() => performance.now() - openedAt > DOUBLE_MS}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={styles.modal} data-size={size}>
        <AriaDialog className={styles.dialog} role={role}>
          <header className={styles.header}>
            {icon}
            <div className={styles.titles}>
              <Heading slot="title" className={styles.title}>
                {visibleText(title, TITLE)}
              </Heading>
              {subtitle !== undefined && (
                <div className={styles.subtitle}>{typeof subtitle === 'string' ? visibleText(subtitle, TITLE) : subtitle}</div>
              )}
            </div>
            {role !== 'alertdialog' && (
              <IconButton label={t('common.close')} icon={<X />} size="sm" className={styles.close} onPress={onClose} />
            )}
          </header>
          {children !== undefined && <div className={styles.body}>{children}</div>}
          {notice !== undefined && <div className={styles.notice}>{notice}</div>}
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
