import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { useT } from './use-t.ts';
import { WriteBar } from './write-bar.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen. */
  readonly children?: ReactNode;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly tone?: 'primary' | 'danger';
  /** Whether confirming must wait; the reason is shown. */
  readonly isBarred?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks once before something that cannot be taken back. The focus begins on Cancel. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  cancelLabel,
  tone = 'danger',
  isBarred,
  onConfirm,
  onCancel,
}: ConfirmDialogProps): ReactNode {
  const t = useT();
  return (
    <Dialog
      title={title}
      size="sm"
      role="alertdialog"
      isDismissable={false}
      onClose={onCancel}
      footer={
        <>
          <Button autoFocus onPress={onCancel}>
            {cancelLabel ?? t('common.cancel')}
          </Button>
          <Button variant={tone} isDisabled={isBarred} onPress={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {isBarred && <WriteBar />}
    </Dialog>
  );
}
