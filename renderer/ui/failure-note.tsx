import type { ReactNode } from 'react';
import type { AppErrorData } from '../../shared/errors.ts';
import styles from './failure-note.module.css';
import { visibleText } from './text/visible-text.ts';

/** A failure where it happened, above the buttons that can try again. Always mounted, so that screen readers hear what comes. */
export function FailureNote({ failure }: { readonly failure: AppErrorData | null }): ReactNode {
  return (
    <div role="alert">
      {failure && (
        <div className={styles.note}>
          <div>{visibleText(failure.message, 1_000)}</div>
          <div className={styles.hint}>{visibleText(failure.hint, 1_000)}</div>
        </div>
      )}
    </div>
  );
}
