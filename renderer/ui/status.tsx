import type { ReactNode } from 'react';
import { Spinner } from './spinner.tsx';
import styles from './status.module.css';
import { visibleText } from './text/visible-text.ts';

export type StatusTone = 'ok' | 'warn' | 'bad' | 'busy' | 'off';

/** The dot beside a status; a turning ring where something is under way. Never without words beside it. */
export function StatusDot({ tone }: { readonly tone: StatusTone }): ReactNode {
  return (
    <span className={styles.mark} data-tone={tone} aria-hidden="true">
      {tone === 'busy' ? <Spinner size={10} /> : <span className={styles.dot} />}
    </span>
  );
}

export interface StatusProps {
  readonly tone: StatusTone;
  readonly text: string;
  /** Said after it, in a quieter voice. */
  readonly detail?: ReactNode;
  /** Lines it may take before it is cut; 1 unless said otherwise. */
  readonly lines?: 1 | 2;
}

/** A status in words, with its dot; cut at the end. */
export function Status({ tone, text: words, detail, lines = 1 }: StatusProps): ReactNode {
  const text = visibleText(words, 1_000);
  return (
    <span className={styles.status} data-lines={lines}>
      <StatusDot tone={tone} />
      <span className={styles.words} title={text}>
        <span className={styles.text} data-tone={tone}>
          {text}
        </span>
        {detail !== undefined && detail !== '' && (
          <span className={styles.detail}>{typeof detail === 'string' ? visibleText(detail) : detail}</span>
        )}
      </span>
    </span>
  );
}
