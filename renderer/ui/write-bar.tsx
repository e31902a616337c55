import type { ReactNode } from 'react';
import { useWriteBar } from '../stores/away.ts';
import styles from './failure-note.module.css';

/** Says why nothing can be saved just now; nothing where it can. */
export function WriteBar(): ReactNode {
  const reason = useWriteBar();
  return reason === null ? null : (
    <p className={styles.note} data-tone="warn" role="status">
      {reason}
    </p>
  );
}
