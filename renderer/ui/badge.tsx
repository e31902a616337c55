import type { ReactNode } from 'react';
import styles from './badge.module.css';

export interface BadgeProps {
  readonly tone?: 'neutral' | 'ok' | 'warn' | 'bad' | 'busy' | 'accent';
  /** Said on hover. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** A word about something, in a small frame. */
export function Badge({ tone = 'neutral', title, children }: BadgeProps): ReactNode {
  return (
    <span className={styles.badge} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
