import { expect, it } from 'vitest';
import { askToClose, closeDialog, closerOfThisDialog, onCloseAsked, openDialog, useDialog } from '../../../renderer/stores/dialog-store.ts';

it('asks the topmost layer, and closes a dialog that has registered none', () => {
  const asked: string[] = [];
  openDialog({ kind: 'addServer' });
  const endForm = onCloseAsked(() => asked.push('form'));
  const endQuestion = onCloseAsked(() => asked.push('question'));
  askToClose();
  endQuestion();
  askToClose();
  expect(asked).toEqual(['question', 'form']);
  expect(useDialog.getState().open).toEqual({ kind: 'addServer' });
  endForm();
  askToClose();
  expect(useDialog.getState().open).toBeNull();
});

it('closes a dialog whose work has ended, but not the one that was opened meanwhile', () => {
  openDialog({ kind: 'import' });
  const close = closerOfThisDialog();
  closeDialog();
  openDialog({ kind: 'import' });
  close();
  expect(useDialog.getState().open).toEqual({ kind: 'import' });
  closerOfThisDialog()();
  expect(useDialog.getState().open).toBeNull();
});
