import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Input } from '../../../shared/contract/methods.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useAway } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useFocusInvalid } from '../../ui/use-focus-invalid.ts';
import { useT } from '../../ui/use-t.ts';
import { NO_PASSPHRASE, PassphraseFields, passphraseProblem } from './passphrase-fields.tsx';
import styles from './vault-dialog.module.css';

type Way = Input<'vault.protect'>['by'];

const WORDS = {
  keychain: { label: 'vault.way.keychain', text: 'vault.way.keychainText' },
  passphrase: { label: 'vault.way.passphrase', text: 'vault.way.passphraseText' },
  session: { label: 'vault.way.session', text: 'vault.way.sessionText' },
} as const;

/** Asks where secrets should be kept. `onEnd`: whether it was decided. */
export function ProtectionDialog({ onEnd }: { readonly onEnd: (isDone: boolean) => void }): ReactNode {
  const t = useT();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const away = useAway();
  const { noKeychain } = useCore((state) => state.vault);
  const ways: readonly Way[] = noKeychain === null ? ['keychain', 'passphrase', 'session'] : ['passphrase', 'session'];
  const [way, setWay] = useState<Way>(ways[0] ?? 'passphrase');
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [wasTried, setTried] = useState(false);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [isBusy, setBusy] = useState(false);
  const problem = passphraseProblem(passphrase);
  const [marked, setMarked] = useState({});
  useFocusInvalid(form, marked);
  const protect = async () => {
    if (way === 'passphrase' && problem !== null) {
      setTried(true);
      setMarked({ passphrase: problem });
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await client.invoke('vault.protect', way === 'passphrase' ? { by: way, passphrase: passphrase.first } : { by: way });
      onEnd(true);
    } catch (error) {
      setFailure(toErrorData(error));
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void protect();
  };
  return (
    <Dialog
      title={t('vault.chooseTitle')}
      subtitle={noKeychain ?? t('vault.chooseSubtitle')}
      isDismissable={passphrase.first === ''}
      onClose={() => onEnd(false)}
      notice={<FailureNote failure={failure} />}
      footer={
        <>
          <Button onPress={() => onEnd(false)}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isBusy} isDisabled={away}>
            {t(way === 'session' ? 'vault.useSession' : way === 'passphrase' ? 'vault.usePassphrase' : 'vault.useKeychain')}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        <ChoiceCards
          label={t('vault.chooseTitle')}
          options={ways.map((id) => ({ id, label: t(WORDS[id].label), text: t(WORDS[id].text) }))}
          value={way}
          onChange={setWay}
          autoFocus
        />
        {way === 'passphrase' && (
          <>
            <PassphraseFields value={passphrase} onChange={setPassphrase} problem={wasTried ? problem : null} />
            <p className={styles.note}>{t('vault.passphraseLost')}</p>
          </>
        )}
      </form>
    </Dialog>
  );
}
