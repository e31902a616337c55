import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useAway } from '../../stores/away.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { useFocusInvalid } from '../../ui/use-focus-invalid.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './vault-dialog.module.css';

/** Asks for the passphrase. `onEnd`: whether the vault is open. */
export function UnlockDialog({ onEnd }: { readonly onEnd: (isDone: boolean) => void }): ReactNode {
  const t = useT();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const away = useAway();
  const [passphrase, setPassphrase] = useState('');
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [marked, setMarked] = useState({});
  useFocusInvalid(form, marked);
  const isWrong = failure?.code === 'passphrase_wrong';
  const unlock = async () => {
    setBusy(true);
    try {
      await client.invoke('vault.unlock', { passphrase });
      onEnd(true);
    } catch (error) {
      setFailure(toErrorData(error));
      setMarked({ passphrase: '' });
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== '' && !isBusy) void unlock();
  };
  return (
    <Dialog
      title={t('vault.unlockTitle')}
      subtitle={t('vault.unlockSubtitle')}
      size="sm"
      onClose={() => onEnd(false)}
      notice={<FailureNote failure={isWrong ? null : failure} />}
      footer={
        <>
          <Button onPress={() => onEnd(false)}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isBusy} isDisabled={away || passphrase === ''}>
            {t('vault.unlock')}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        <SecretField
          label={t('vault.passphrase')}
          autoComplete="current-password"
          value={passphrase}
          onChange={(value) => {
            setPassphrase(value);
            setFailure(null);
          }}
          error={isWrong ? `${failure.message}. ${failure.hint}` : undefined}
          description={t('vault.unlockForgotten')}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
