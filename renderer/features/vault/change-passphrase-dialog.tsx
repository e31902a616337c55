import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useAway } from '../../stores/away.ts';
import { closeDialog, closerOfThisDialog } from '../../stores/dialog-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { withVault } from '../../stores/vault-gate-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { useFocusInvalid } from '../../ui/use-focus-invalid.ts';
import { useT } from '../../ui/use-t.ts';
import { NO_PASSPHRASE, PassphraseFields, passphraseProblem } from './passphrase-fields.tsx';
import styles from './vault-dialog.module.css';

/** Gives the vault a passphrase (`isNew`), or another one. */
export function ChangePassphraseDialog({ isNew }: { readonly isNew: boolean }): ReactNode {
  const t = useT();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const away = useAway();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState(NO_PASSPHRASE);
  const [isMarked, setMarked] = useState(false);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [errors, setErrors] = useState({});
  useFocusInvalid(form, errors);
  const problem = passphraseProblem(next);
  const isWrong = failure?.code === 'passphrase_wrong';
  const change = async () => {
    const close = closerOfThisDialog();
    if (problem !== null) {
      setMarked(true);
      setErrors({ next: problem });
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await withVault(() => client.invoke('vault.changePassphrase', { current, next: next.first }));
      showToast({ message: t(isNew ? 'vault.passphraseAdded' : 'vault.passphraseChanged') });
      close();
    } catch (error) {
      setFailure(toErrorData(error));
      setErrors({ current: '' });
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void change();
  };
  return (
    <Dialog
      title={t(isNew ? 'vault.addPassphraseTitle' : 'vault.changePassphraseTitle')}
      subtitle={t(isNew ? 'vault.addPassphraseSubtitle' : 'vault.changePassphraseSubtitle')}
      size="sm"
      isDismissable={next.first === '' && current === ''}
      onClose={closeDialog}
      notice={<FailureNote failure={isWrong ? null : failure} />}
      footer={
        <>
          <Button onPress={closeDialog}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isBusy} isDisabled={away}>
            {t(isNew ? 'vault.addPassphraseConfirm' : 'vault.changePassphraseConfirm')}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        {!isNew && (
          <SecretField
            label={t('vault.passphraseNow')}
            autoComplete="current-password"
            value={current}
            onChange={(value) => {
              setCurrent(value);
              setFailure(null);
            }}
            error={isWrong ? `${failure.message}. ${failure.hint}` : undefined}
            autoFocus
          />
        )}
        <PassphraseFields value={next} onChange={setNext} problem={isMarked ? problem : null} autoFocus={isNew} isNext={!isNew} />
        <p className={styles.note}>{t('vault.passphraseLost')}</p>
      </form>
    </Dialog>
  );
}
