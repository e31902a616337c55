import { memo, type ReactNode } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { useCategory } from '../../stores/core-store.ts';
import { useT } from '../../ui/use-t.ts';
import { aimAt, useCardDrag } from './card-drag-store.ts';
import { CategoryHeader } from './category-header.tsx';
import styles from './category-section.module.css';
import { DropMark } from './drop-mark.tsx';
import { EmptyCategory } from './empty-category.tsx';
import { ServerCard } from './server-card.tsx';
import { useCardDrop } from './use-card-drop.ts';

/** Cards above the fold of the usual window; in a larger one the others follow a frame later. */
const AT_TOP = 16;

interface CategorySectionProps {
  /** null: the servers without a category. */
  readonly categoryId: string | null;
  /** Those that are shown. */
  readonly servers: readonly ServerDefinition[];
  /** How many the category has, shown or not. */
  readonly total: number;
  readonly isFolded: boolean;
  /** How many cards come before it on the page. */
  readonly before: number;
}

/** A category with its cards. */
export const CategorySection = memo(function CategorySection({
  categoryId,
  servers,
  total,
  isFolded,
  before,
}: CategorySectionProps): ReactNode {
  const t = useT();
  const category = useCategory(categoryId);
  const name = category?.name ?? t('category.none');
  const drop = useCardDrop(categoryId);
  const aimsAtEnd = useCardDrag((drag) => drag.target !== null && drag.target.categoryId === categoryId && drag.target.beforeId === null);
  return (
    <section className={styles.section} aria-label={name} {...drop} onDragLeave={() => aimAt(null)}>
      <CategoryHeader category={category} name={name} total={total} isFolded={isFolded} />
      {!isFolded && total === 0 && <EmptyCategory categoryId={categoryId} isAimedAt={aimsAtEnd} />}
      {!isFolded && servers.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: cards are no table
        <div role="grid" aria-label={name} className={styles.grid}>
          {servers.map((server, index) => (
            <div key={server.id} role="presentation" className={styles.slot}>
              <DropMark categoryId={categoryId} beforeId={server.id} />
              <ServerCard server={server} isFirst={before + index === 0} isAtTop={before + index < AT_TOP} />
              {index === servers.length - 1 && aimsAtEnd && <span className={styles.endMark} />}
            </div>
          ))}
        </div>
      )}
    </section>
  );
});
