import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { closeDialog, type OpenDialog, useDialog } from '../../stores/dialog-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { Boundary } from '../../ui/boundary.tsx';
import { useT } from '../../ui/use-t.ts';

const load = {
  server: async () => ({ default: (await import('../servers/server-dialog.tsx')).ServerDialog }),
  removeServer: async () => ({ default: (await import('../servers/remove-server-dialog.tsx')).RemoveServerDialog }),
  failure: async () => ({ default: (await import('../servers/failure-dialog.tsx')).FailureDialog }),
  category: async () => ({ default: (await import('../categories/category-dialog.tsx')).CategoryDialog }),
  removeCategory: async () => ({ default: (await import('../categories/remove-category-dialog.tsx')).RemoveCategoryDialog }),
  import: async () => ({ default: (await import('../import/import-dialog.tsx')).ImportDialog }),
  palette: async () => ({ default: (await import('../palette/palette.tsx')).Palette }),
  keys: async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }),
};
const ServerDialog = lazy(load.server);
const RemoveServerDialog = lazy(load.removeServer);
const FailureDialog = lazy(load.failure);
const CategoryDialog = lazy(load.category);
const RemoveCategoryDialog = lazy(load.removeCategory);
const ImportDialog = lazy(load.import);
const Palette = lazy(load.palette);
const KeysDialog = lazy(load.keys);

function dialogOf(open: OpenDialog): ReactNode {
  switch (open.kind) {
    case 'addServer':
      return <ServerDialog id={null} categoryId={open.categoryId ?? null} />;
    case 'editServer':
      return <ServerDialog key={open.id} id={open.id} categoryId={null} />;
    case 'removeServer':
      return <RemoveServerDialog id={open.id} />;
    case 'failure':
      return <FailureDialog key={open.id} id={open.id} />;
    case 'category':
      return <CategoryDialog id={open.id} />;
    case 'removeCategory':
      return <RemoveCategoryDialog id={open.id} />;
    case 'import':
      return <ImportDialog />;
    case 'palette':
      return <Palette />;
    case 'keys':
      return <KeysDialog />;
    default:
      return open satisfies never;
  }
}

/** Loads every dialog's code ahead. What cannot be had now is asked for again, and said, when it is wanted. */
async function loadAhead(): Promise<void> {
  // Who opens the palette types on at once: letters must not go to the page while its code is on the way.
  await Promise.allSettled([load.palette()]);
  await Promise.allSettled(Object.values(load).map((each) => each()));
}

/** The dialog that is open. One whose code cannot be loaded closes, and says so. */
export function DialogHost(): ReactNode {
  const t = useT();
  const open = useDialog((state) => state.open);
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadAhead());
    return () => cancelIdleCallback(idle);
  }, []);
  const onFail = () => {
    closeDialog();
    showToast({
      tone: 'bad',
      message: t('dialog.failed'),
      action: { label: t('page.reload'), run: () => window.location.reload() },
    });
  };
  return (
    <Boundary of={open} onFail={onFail}>
      <Suspense fallback={null}>{open && dialogOf(open)}</Suspense>
    </Boundary>
  );
}
