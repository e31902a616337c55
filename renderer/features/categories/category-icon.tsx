import type { ReactNode } from 'react';
import type { Category } from '../../../shared/contract/model.ts';
import { ServerIcon } from '../../ui/server-icon.tsx';
import styles from './category-icon.module.css';

/** A category's picture on a tint of its color. */
export function CategoryIcon({ category }: { readonly category: Pick<Category, 'name' | 'icon' | 'color'> }): ReactNode {
  return (
    <span className={styles.icon} data-color={category.color}>
      <ServerIcon name={category.name} icon={category.icon} size={20} />
    </span>
  );
}
