import type { ReactNode } from 'react';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './scope-list.module.css';

/** Permissions by the names that the server gives them. */
export function ScopeList({ scopes }: { readonly scopes: readonly string[] }): ReactNode {
  const t = useT();
  if (scopes.length === 0) return t('signIn.noPermissions');
  return (
    <ul className={styles.list}>
      {scopes.map((scope) => (
        <li key={scope}>
          <code className={styles.scope}>{visibleText(scope, 300)}</code>
        </li>
      ))}
    </ul>
  );
}
