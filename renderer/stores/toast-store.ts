import { create } from 'zustand';
import { toErrorData } from '../../shared/errors.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'neutral' | 'bad';
  readonly message: string;
  readonly hint?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ToastState {
  readonly toasts: readonly Toast[];
}

/** More than this at once is noise: the oldest goes. */
const MOST = 3;
let nextId = 1;

export const useToasts = create<ToastState>(() => ({ toasts: [] }));

/** Whether two say the same; an action belongs to its own moment. */
function isSame(a: Toast, b: Toast): boolean {
  return a.message === b.message && a.hint === b.hint && a.tone === b.tone && a.action === undefined && b.action === undefined;
}

/** Shows a short message at the foot of the window; it leaves by itself. One that is there already begins anew. */
export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { readonly tone?: Toast['tone'] }): void {
  const shown: Toast = { tone: 'neutral', ...toast, id: nextId++ };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.filter((each) => !isSame(each, shown)), shown].slice(-MOST) }));
}

/** Says what went wrong, and what to do. */
export function showFailure(error: unknown): void {
  const { message, hint } = toErrorData(error);
  showToast({ tone: 'bad', message, hint });
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
