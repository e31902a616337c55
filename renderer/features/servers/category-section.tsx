import { memo, type ReactNode } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { useCategory } from '../../stores/core-store.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
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
  readonly servers: readonly ServerDefinition[];
  /** Ids of those that a search lets through; null: all. The others stay, hidden, so that the next key finds them made. */
  readonly passing: ReadonlySet<string> | null;
  readonly isFolded: boolean;
  /** How many cards are in sight before it on the page. */
  readonly before: number;
}

/** A category with its cards. */
export const CategorySection = memo(function CategorySection({
  categoryId,
  servers,
  passing,
  isFolded,
  before,
}: CategorySectionProps): ReactNode {
  const t = useT();
  const category = useCategory(categoryId);
  const name = visibleText(category?.name ?? '') || t('category.none');
  const drop = useCardDrop(categoryId);
  const aimsAtEnd = useCardDrag((drag) => drag.target !== null && drag.target.categoryId === categoryId && drag.target.beforeId === null);
  const isEmpty = servers.length === 0;
  const inSight = servers.filter(({ id }) => passing === null || passing.has(id));
  const place = new Map(inSight.map(({ id }, index) => [id, before + index]));
  return (
    <section
      className={styles.section}
      aria-label={name}
      hidden={passing !== null && inSight.length === 0}
      {...drop}
      onDragLeave={() => aimAt(null)}
    >
      <CategoryHeader category={category} name={name} total={servers.length} isFolded={isFolded} canFold={passing === null} />
      {!isFolded && isEmpty && <EmptyCategory categoryId={categoryId} isAimedAt={aimsAtEnd} />}
      {!isFolded && !isEmpty && (
        // biome-ignore lint/a11y/useSemanticElements: cards are no table
        <div role="grid" aria-label={name} className={styles.grid}>
          {servers.map((server, index) => {
            const at = place.get(server.id);
            return (
              <div key={server.id} role="presentation" className={styles.slot} hidden={at === undefined}>
                <DropMark categoryId={categoryId} beforeId={server.id} />
                <ServerCard server={server} isFirst={at === 0} isAtTop={at !== undefined && at < AT_TOP} />
                {index === servers.length - 1 && aimsAtEnd && <span className={styles.endMark} />}
              </div>
            );
          })}
        </div>
      )}
    </section>
  );
});
