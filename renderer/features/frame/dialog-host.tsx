import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { type OpenDialog, useDialog } from '../../stores/dialog-store.ts';

const ServerDialog = lazy(async () => ({ default: (await import('../servers/server-dialog.tsx')).ServerDialog }));
const RemoveServerDialog = lazy(async () => ({ default: (await import('../servers/remove-server-dialog.tsx')).RemoveServerDialog }));
const FailureDialog = lazy(async () => ({ default: (await import('../servers/failure-dialog.tsx')).FailureDialog }));
const CategoryDialog = lazy(async () => ({ default: (await import('../categories/category-dialog.tsx')).CategoryDialog }));
const RemoveCategoryDialog = lazy(async () => ({
  default: (await import('../categories/remove-category-dialog.tsx')).RemoveCategoryDialog,
}));
const ImportDialog = lazy(async () => ({ default: (await import('../import/import-dialog.tsx')).ImportDialog }));
const loadPalette = async () => ({ default: (await import('../palette/palette.tsx')).Palette });
const Palette = lazy(loadPalette);
const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }));

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

/** The dialog that is open; its code arrives when it is first wanted. */
export function DialogHost(): ReactNode {
  const open = useDialog((state) => state.open);
  // Who opens the palette types on at once: letters must not go to the page while its code is on the way.
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadPalette());
    return () => cancelIdleCallback(idle);
  }, []);
  return <Suspense fallback={null}>{open && dialogOf(open)}</Suspense>;
}
