import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { openDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './empty-category.module.css';

/** What a category says while nothing is in it. */
export function EmptyCategory({ categoryId, isAimedAt }: { readonly categoryId: string | null; readonly isAimedAt: boolean }): ReactNode {
  const t = useT();
  return (
    <div className={styles.empty} data-aimed={isAimedAt || undefined}>
      <span>{t('category.empty')}</span>
      <Button size="sm" variant="quiet" icon={<Plus />} onPress={() => openDialog({ kind: 'addServer', categoryId })}>
        {t('category.addHere')}
      </Button>
    </div>
  );
}
