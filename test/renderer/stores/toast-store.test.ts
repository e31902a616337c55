import { beforeEach, expect, it } from 'vitest';
import { showFailure, showToast, useToasts } from '../../../renderer/stores/toast-store.ts';
import { AppError } from '../../../shared/errors.ts';

const messages = () => useToasts.getState().toasts.map(({ message }) => message);

beforeEach(() => useToasts.setState({ toasts: [] }));

it('shows the same failure once, as the newest', () => {
  showFailure(new AppError('unreachable'));
  showToast({ message: 'Saved' });
  showFailure(new AppError('unreachable'));
  expect(messages()).toEqual(['Saved', 'Patchbay is not running']);
});

it('keeps two that can be taken back apart', () => {
  const undone: number[] = [];
  for (const n of [1, 2]) showToast({ message: 'Moved', action: { label: 'Undo', run: () => undone.push(n) } });
  for (const { action } of useToasts.getState().toasts) action?.run();
  expect(undone).toEqual([1, 2]);
});
