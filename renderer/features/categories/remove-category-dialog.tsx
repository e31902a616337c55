import type { ReactNode } from 'react';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCategory, useCore } from '../../stores/core-store.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useT } from '../../ui/use-t.ts';

/** Asks before a category goes; its servers stay. */
export function RemoveCategoryDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const category = useCategory(id);
  const count = useCore((state) => state.servers.filter((server) => server.categoryId === id).length);
  if (!category) return null;
  const remove = () => {
    closeDialog();
    void act('categories.remove', { id });
  };
  return (
    <ConfirmDialog
      title={t('category.deleteTitle', { name: category.name })}
      confirmLabel={t('category.deleteConfirm')}
      onConfirm={remove}
      onCancel={closeDialog}
      isBarred={barred}
    >
      {t('category.deleteText', { n: count })}
    </ConfirmDialog>
  );
}
