import type { ReactNode } from 'react';
import styles from './app-mark.module.css';

/** Patchbay's mark: two plugs and the cord between them. */
export function AppMark(): ReactNode {
  return (
    <svg className={styles.mark} viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" />
      <path d="M6.5 8.5v3.25a2.25 2.25 0 0 0 4.5 0v-3.5a2.25 2.25 0 0 1 4.5 0V11" transform="translate(-1 0)" />
      <circle cx="5.5" cy="6.4" r="1.7" />
      <circle cx="14.5" cy="13.2" r="1.7" />
    </svg>
  );
}
