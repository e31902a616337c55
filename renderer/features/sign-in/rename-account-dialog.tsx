import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { MAX_NAME } from '../../../shared/contract/constants.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { closeDialog, closerOfThisDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { WriteBar } from '../../ui/write-bar.tsx';

/** Gives an account a name of the person's own. */
export function RenameAccountDialog({ accountId }: { readonly accountId: string }): ReactNode {
  const t = useT();
  const formId = useId();
  const account = useCore((state) => state.accounts.find(({ id }) => id === accountId));
  const [name, setName] = useState(account?.name ?? '');
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [isBusy, setBusy] = useState(false);
  const barred = useWriteBar() !== null;
  if (!account) return null;
  const isUsable = name.trim() !== '' && name.trim().length <= MAX_NAME;
  const save = async () => {
    const close = closerOfThisDialog();
    setBusy(true);
    setFailure(null);
    try {
      await client.invoke('auth.rename', { accountId, name });
      close();
    } catch (error) {
      setFailure(toErrorData(error));
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isUsable && !isBusy && !barred) void save();
  };
  return (
    <Dialog
      title={t('account.renameTitle')}
      size="sm"
      onClose={closeDialog}
      notice={
        <>
          <WriteBar />
          <FailureNote failure={failure} />
        </>
      }
      footer={
        <>
          <Button onPress={closeDialog}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isBusy} isDisabled={barred || !isUsable}>
            {t('serverForm.save')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate>
        <TextField
          label={t('account.name')}
          description={t('account.nameHint', { issuer: visibleText(hostOf(account.issuer), 300) })}
          value={name}
          onChange={setName}
          error={name.trim().length > MAX_NAME ? t('serverForm.nameTooLong', { n: MAX_NAME }) : undefined}
          autoFocus
        />
      </form>
    </Dialog>
  );
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}
