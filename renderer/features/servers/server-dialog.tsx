import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { ParsedPaste } from '../../../shared/contract/methods.ts';
import type { ServerInput } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { useWriteBar } from '../../stores/away.ts';
import { stateOf, useCore } from '../../stores/core-store.ts';
import { type AuthField, closeDialog, closerOfThisDialog } from '../../stores/dialog-store.ts';
import { showFailure, showToast } from '../../stores/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useLeaveGuard } from '../../ui/use-leave-guard.tsx';
import { useT } from '../../ui/use-t.ts';
import { WriteBar } from '../../ui/write-bar.tsx';
import { startSignIn } from '../sign-in/sign-in-store.ts';
import { addServers } from './add-servers.ts';
import { connectServer } from './card-actions.ts';
import { withSuggestion } from './connector-suggestion.ts';
import { PasteBox } from './paste-box.tsx';
import { savedSentence } from './saved-sentence.ts';
import { ServerChoices } from './server-choices.tsx';
import styles from './server-dialog.module.css';
import { draftFrom, draftOfSaved, EMPTY_DRAFT, inputFrom } from './server-draft.ts';
import { ServerFields } from './server-fields.tsx';
import { TestReport } from './test-report.tsx';
import { useServerForm } from './use-server-form.ts';
import { useServerTest } from './use-server-test.ts';

interface ServerDialogProps {
  /** null: a new one */
  readonly id: string | null;
  /** Where a new one goes. */
  readonly categoryId: string | null;
  /** What is to be entered or mended there. */
  readonly field?: AuthField;
}

/** Adds a server, from whatever is pasted or typed, or changes one. Testing comes before saving. */
export function ServerDialog({ id, categoryId, field }: ServerDialogProps): ReactNode {
  const t = useT();
  const formId = useId();
  const [initial] = useState(() => {
    const server = useCore.getState().servers.find((each) => each.id === id);
    if (!server) return { ...EMPTY_DRAFT, categoryId };
    const draft = draftOfSaved(server);
    // Whoever comes to change the key types it at once; nothing typed leaves the stored one.
    return field === 'key' ? { ...draft, auth: { ...draft.auth, secret: { ...draft.auth.secret, isReplaced: true } } } : draft;
  });
  const barred = useWriteBar() !== null;
  const form = useServerForm(initial);
  const test = useServerTest();
  const [several, setSeveral] = useState<{ servers: readonly ServerInput[]; chosen: ReadonlySet<number> } | null>(null);
  const [listFailure, setListFailure] = useState<AppErrorData | null>(null);
  const [isAdding, setAdding] = useState(false);
  /** Which of the two buttons saves. */
  const [connects, setConnects] = useState(false);
  const isDirty = form.isDirty || several !== null;
  const { tryLeave, question } = useLeaveGuard(isDirty, closeDialog);
  // What was mended is tried at once, the way in which it failed.
  const signsIn = field !== undefined && form.draft.kind === 'remote' && form.draft.auth.choice === 'oauth';
  const isTesting = test.state.kind === 'running';

  const onParsed = ({ servers }: ParsedPaste) => {
    const [first] = servers;
    if (servers.length > 1) setSeveral({ servers, chosen: new Set(servers.keys()) });
    else if (first) {
      setSeveral(null);
      form.fill((typed) =>
        withSuggestion(
          draftFrom({ ...first, name: first.name || typed.name, icon: first.icon || typed.icon, notes: first.notes || typed.notes }, typed),
          useCore.getState().categories,
        ),
      );
    }
  };
  const runTest = () => {
    if (!form.check()) return;
    // A name is not needed to see whether it works.
    const server = inputFrom({ ...form.draft, name: form.draft.name.trim() || t('servers.add') });
    test.run(server, id).catch((error: unknown) => {
      if (!form.mark(error)) showFailure(error);
    });
  };
  const save = async (connect: boolean) => {
    const close = closerOfThisDialog();
    setConnects(connect);
    const core = useCore.getState();
    const before = core.servers.find((each) => each.id === id);
    const server = await form.save(id);
    if (!server) return;
    close();
    if (before) showToast({ message: t(savedSentence(before, server, stateOf(core, before.id))) });
    if (!connect) return;
    if (signsIn) startSignIn({ serverId: server.id });
    else void connectServer(server.id);
  };
  const addChosen = async () => {
    if (!several) return;
    const close = closerOfThisDialog();
    const { servers } = several;
    const chosen = [...servers.entries()].filter(([index]) => several.chosen.has(index));
    const untick = (gone: number | undefined) =>
      setSeveral((now) =>
        now?.servers === servers ? { servers, chosen: new Set([...now.chosen].filter((index) => index !== gone)) } : now,
      );
    setAdding(true);
    setListFailure(null);
    const { added, failure } = await addServers(
      chosen.map(([, server]) => ({ ...server, categoryId: form.draft.categoryId })),
      (at) => untick(chosen[at]?.[0]),
    );
    setAdding(false);
    setListFailure(failure);
    if (added > 0) showToast({ message: t('serverForm.added', { n: added }) });
    if (failure === null) close();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // What was mended is tried at once, as its button offers first.
    void save(field !== undefined);
  };

  const connectButton = (id === null || field !== undefined) && (
    <Button
      key="connect"
      variant={field === undefined ? 'default' : 'primary'}
      isPending={form.isSaving && connects}
      isDisabled={barred || (form.isSaving && !connects)}
      onPress={() => void save(true)}
    >
      {t(signsIn ? 'signIn.saveAndSignIn' : 'serverForm.saveAndConnect')}
    </Button>
  );
  const saveButton = (
    <Button
      key="save"
      variant={field === undefined ? 'primary' : 'default'}
      type="submit"
      form={formId}
      isPending={form.isSaving && !connects}
      isDisabled={barred || (form.isSaving && connects)}
    >
      {t('serverForm.save')}
    </Button>
  );

  return (
    <Dialog
      title={id === null ? t('serverForm.addTitle') : t('serverForm.editTitle', { name: initial.name })}
      isDismissable={!isDirty && !isTesting}
      onClose={tryLeave}
      notice={
        <>
          <WriteBar />
          {!several && <TestReport state={test.state} />}
          <FailureNote failure={several ? listFailure : form.failure} />
        </>
      }
      footer={
        several ? (
          <>
            <Button className={styles.first} variant="quiet" onPress={() => setSeveral(null)}>
              {t('serverForm.backToOne')}
            </Button>
            <Button onPress={tryLeave}>{t('common.cancel')}</Button>
            <Button
              variant="primary"
              isDisabled={(several.chosen.size === 0 && !isAdding) || barred}
              isPending={isAdding}
              onPress={() => void addChosen()}
            >
              {t('serverForm.addChosen', { n: several.chosen.size })}
            </Button>
          </>
        ) : (
          <>
            {isTesting ? (
              <Button className={styles.first} onPress={test.cancel}>
                {t('serverForm.stopTest')}
              </Button>
            ) : (
              <Button className={styles.first} onPress={runTest}>
                {t(test.state.kind === 'idle' ? 'serverForm.test' : 'serverForm.testAgain')}
              </Button>
            )}
            <Button onPress={tryLeave}>{t('common.cancel')}</Button>
            {field === undefined ? [connectButton, saveButton] : [saveButton, connectButton]}
          </>
        )
      }
    >
      {id === null && <PasteBox onParsed={onParsed} />}
      {several ? (
        <ServerChoices
          label={t('serverForm.recognised.several', { n: several.servers.length })}
          servers={several.servers}
          chosen={several.chosen}
          onChange={(chosen) => setSeveral({ ...several, chosen })}
        />
      ) : (
        <form id={formId} ref={form.element} onSubmit={onSubmit} noValidate className={styles.form}>
          <ServerFields draft={form.draft} onChange={form.change} errors={form.errors} field={field} />
        </form>
      )}
      {question}
    </Dialog>
  );
}
