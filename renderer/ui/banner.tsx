import { CircleAlert, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { IconButton } from './icon-button.tsx';
import { visibleText } from './text/visible-text.ts';
import { useT } from './use-t.ts';

export interface BannerProps {
  readonly tone: 'info' | 'warn';
  readonly children: ReactNode;
  readonly onDismiss?: () => void;
}

/** Something about the whole window that stays until it is over. */
export function Banner({ tone, children, onDismiss }: BannerProps): ReactNode {
  const t = useT();
  return (
    <div className={styles.banner} data-tone={tone} role="status">
      {tone === 'warn' ? <CircleAlert aria-hidden="true" /> : <Info aria-hidden="true" />}
      <span className={styles.text}>{typeof children === 'string' ? visibleText(children, 1_000) : children}</span>
      {onDismiss && <IconButton size="sm" label={t('common.dismiss')} icon={<X />} onPress={onDismiss} />}
    </div>
  );
}
