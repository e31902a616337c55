import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useServerState } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { showFailure, showToast } from '../../stores/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useT } from '../../ui/use-t.ts';
import { WriteBar } from '../../ui/write-bar.tsx';
import { savedSentence } from './saved-sentence.ts';
import { draftOfSaved, inputFrom } from './server-draft.ts';
import { ServerFields } from './server-fields.tsx';
import styles from './server-settings.module.css';
import { keepDraft, keptDraft } from './settings-draft-store.ts';
import { TestReport } from './test-report.tsx';
import { useServerForm } from './use-server-form.ts';
import { useServerTest } from './use-server-test.ts';

/** The definition of a server, to change in place. */
export function ServerSettings({ server }: { readonly server: ServerDefinition }): ReactNode {
  const { id } = server;
  const t = useT();
  const formId = useId();
  const barred = useWriteBar() !== null;
  const form = useServerForm(draftOfSaved(server), keptDraft(id));
  const test = useServerTest();
  const state = useServerState(id);
  const { isDirty, draft, reset } = form;
  // A change made elsewhere arrives here as long as nothing was entered. What was just saved is here before its news.
  const seen = useRef(server);
  useEffect(() => {
    if (isDirty || seen.current === server) return;
    seen.current = server;
    reset(draftOfSaved(server));
  }, [server, isDirty, reset]);

  useEffect(() => keepDraft(id, isDirty ? draft : null), [id, isDirty, draft]);

  const save = async () => {
    const saved = await form.save(id);
    if (saved) showToast({ message: t(savedSentence(server, saved, state)) });
  };
  const runTest = () => {
    if (!form.check()) return;
    test.run(inputFrom(form.draft), id).catch((error: unknown) => {
      if (!form.mark(error)) showFailure(error);
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };

  return (
    <div className={styles.page}>
      <div className={styles.scroll}>
        <form id={formId} ref={form.element} className={styles.column} onSubmit={onSubmit} noValidate>
          <ServerFields draft={form.draft} onChange={form.change} errors={form.errors} />
          <TestReport state={test.state} />
        </form>
      </div>
      <div className={styles.note}>
        <WriteBar />
        <FailureNote failure={form.failure} />
      </div>
      <div className={styles.bar}>
        <Button variant="primary" type="submit" form={formId} isDisabled={!isDirty || barred} isPending={form.isSaving}>
          {t('serverForm.save')}
        </Button>
        <Button isDisabled={!isDirty} onPress={() => reset(draftOfSaved(server))}>
          {t('serverForm.revert')}
        </Button>
        {test.state.kind === 'running' ? (
          <Button onPress={test.cancel}>{t('serverForm.stopTest')}</Button>
        ) : (
          <Button onPress={runTest}>{t(test.state.kind === 'idle' ? 'serverForm.test' : 'serverForm.testAgain')}</Button>
        )}
        <Button className={styles.remove} variant="quiet" isDisabled={barred} onPress={() => openDialog({ kind: 'removeServer', id })}>
          {t('card.menu.remove')}
        </Button>
      </div>
    </div>
  );
}
