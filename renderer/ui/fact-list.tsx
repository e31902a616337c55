import type { ReactNode } from 'react';
import type { AppErrorData } from '../../shared/errors.ts';
import styles from './fact-list.module.css';
import { FailureNote } from './failure-note.tsx';

interface FactPageProps {
  readonly label: string;
  /** Buttons that stay in sight above the facts. */
  readonly bar?: ReactNode;
  /** Why the facts are not there, or are old. */
  readonly failure?: AppErrorData | null;
  /** Has room for a table. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A page of facts in groups; it scrolls. */
export function FactPage({ label, bar, failure = null, isWide, children }: FactPageProps): ReactNode {
  return (
    <div className={styles.frame}>
      {bar !== undefined && <div className={styles.bar}>{bar}</div>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.page} aria-label={label} tabIndex={0}>
        <div className={styles.failure}>
          <FailureNote failure={failure} />
        </div>
        <div className={styles.column} data-wide={isWide || undefined}>
          {children}
        </div>
      </section>
    </div>
  );
}

/** Facts that belong together, under their name where they have one. */
export function FactGroup({ title, children }: { readonly title?: string; readonly children: ReactNode }): ReactNode {
  return (
    <section>
      {title !== undefined && <h2 className={styles.title}>{title}</h2>}
      <div className={styles.facts}>{children}</div>
    </section>
  );
}

/** One fact, with its name before it. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <dl className={styles.fact}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </dl>
  );
}

/** A sentence among facts. */
export function FactNote({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className={styles.note}>{children}</p>;
}
