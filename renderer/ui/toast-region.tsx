import { X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { dismissToast, type Toast, useToasts } from '../stores/toast-store.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { visibleText } from './text/visible-text.ts';
import styles from './toast-region.module.css';
import { useT } from './use-t.ts';

const STAY_MS = 6_000;
/** Long enough to read a hint. */
const STAY_BAD_MS = 12_000;

/** The place where toasts appear; always mounted, so that screen readers hear what comes. */
export function ToastRegion(): ReactNode {
  const t = useT();
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className={styles.region} aria-label={t('common.notifications')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }): ReactNode {
  const t = useT();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), toast.tone === 'bad' ? STAY_BAD_MS : STAY_MS);
    return () => clearTimeout(timer);
  }, [toast, held]);
  const { action } = toast;
  return (
    // Reading it, by pointer or by keyboard, keeps it.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits
    <div
      className={styles.toast}
      data-tone={toast.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className={styles.words}>
        <div className={styles.message}>{visibleText(toast.message, 1_000)}</div>
        {toast.hint !== undefined && <div className={styles.hint}>{visibleText(toast.hint, 1_000)}</div>}
      </div>
      {action && (
        <Button
          size="sm"
          onPress={() => {
            dismissToast(toast.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="sm" label={t('common.dismiss')} icon={<X />} placement="top" onPress={() => dismissToast(toast.id)} />
    </div>
  );
}
