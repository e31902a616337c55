import type { ReactNode } from 'react';
import styles from './settings-page.module.css';

/** Settings that belong together, under their name. */
export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className={styles.group}>
      <h2 className={styles.groupTitle}>{title}</h2>
      <div className={styles.rows}>{children}</div>
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly hint?: string;
  readonly below?: ReactNode;
  readonly children: ReactNode;
}

/** One setting: its name, what it means, and what changes it. */
export function Row({ name, hint, below, children }: RowProps): ReactNode {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <div className={styles.name}>{name}</div>
        {hint !== undefined && <div className={styles.hint}>{hint}</div>}
        {below}
      </div>
      {children}
    </div>
  );
}
