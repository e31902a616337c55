import type { ReactNode } from 'react';
import styles from './spinner.module.css';

/** Something is under way; the words beside it say what. */
export function Spinner({ size = 12 }: { readonly size?: number }): ReactNode {
  return (
    <svg className={styles.spinner} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="20 9" strokeLinecap="round" />
    </svg>
  );
}
