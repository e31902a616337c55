import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { VaultInfo } from '../../../shared/contract/auth.ts';
import type { Input } from '../../../shared/contract/methods.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useAway } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
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

/** The way that is in use; null: none is yet, or it cannot be used. */
function wayInUse({ status, protection, secrets }: VaultInfo): Way | null {
  if (status !== 'open' || protection === null) return null;
  if (protection === 'passphrase' || protection === 'session') return protection;
  return secrets > 0 ? 'keychain' : null;
}

/** Asks where secrets should be kept. `onEnd`: whether it was decided. */
export function ProtectionDialog({ onEnd }: { readonly onEnd: (isDone: boolean) => void }): ReactNode {
  const t = useT();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const away = useAway();
  const vault = useCore((state) => state.vault);
  const { noKeychain } = vault;
  const ways: readonly Way[] = noKeychain === null ? ['keychain', 'passphrase', 'session'] : ['passphrase', 'session'];
  const used = wayInUse(vault);
  const [way, setWay] = useState<Way>(used ?? ways[0] ?? 'passphrase');
  const isSame = way === used;
  // Whoever finds the app open must not be able to take the passphrase out of the way.
  const asksForCurrent = vault.status === 'open' && vault.hasPassphrase && !isSame;
  const [current, setCurrent] = useState('');
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [wasTried, setTried] = useState(false);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [isBusy, setBusy] = useState(false);
  const problem = passphraseProblem(passphrase);
  const [marked, setMarked] = useState({});
  useFocusInvalid(form, marked);
  const isWrong = failure?.code === 'passphrase_wrong';
  const shown =
    failure?.code === 'invalid_input' ? { ...failure, message: t('vault.sessionRefused'), hint: t('vault.sessionRefusedHint') } : failure;
  const protect = async () => {
    if (way === 'passphrase' && problem !== null) {
      setTried(true);
      setMarked({ passphrase: problem });
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      if (asksForCurrent) await client.invoke('vault.unlock', { passphrase: current });
      await client.invoke('vault.protect', way === 'passphrase' ? { by: way, passphrase: passphrase.first } : { by: way });
      onEnd(true);
    } catch (error) {
      setFailure(toErrorData(error));
      setMarked({});
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy && !isSame) void protect();
  };
  return (
    <Dialog
      title={t('vault.chooseTitle')}
      subtitle={noKeychain === null ? t('vault.chooseSubtitle') : t('vault.chooseInstead', { why: noKeychain })}
      isDismissable={passphrase.first === '' && current === ''}
      onClose={() => onEnd(false)}
      notice={<FailureNote failure={isWrong ? null : shown} />}
      footer={
        <>
          <Button onPress={() => onEnd(false)}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isBusy} isDisabled={away || isSame}>
            {t(way === 'session' ? 'vault.useSession' : way === 'passphrase' ? 'vault.usePassphrase' : 'vault.useKeychain')}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        <ChoiceCards
          label={t('vault.chooseTitle')}
          options={ways.map((id) => ({
            id,
            label: id === used ? t('vault.wayInUse', { way: t(WORDS[id].label) }) : t(WORDS[id].label),
            text: t(WORDS[id].text),
          }))}
          value={way}
          onChange={(next) => {
            setWay(next);
            setFailure(null);
          }}
          autoFocus
        />
        {asksForCurrent && (
          <SecretField
            label={t('vault.passphraseNow')}
            autoComplete="current-password"
            value={current}
            onChange={(value) => {
              setCurrent(value);
              setFailure(null);
            }}
            error={isWrong ? `${failure.message}. ${failure.hint}` : undefined}
          />
        )}
        {way === 'passphrase' && !isSame && (
          <>
            <PassphraseFields value={passphrase} onChange={setPassphrase} problem={wasTried ? problem : null} isNext={asksForCurrent} />
            <p className={styles.note}>{t('vault.passphraseLost')}</p>
          </>
        )}
      </form>
    </Dialog>
  );
}
