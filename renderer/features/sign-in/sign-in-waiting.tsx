import { Copy, ExternalLink } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { act } from '../../api/act.ts';
import { client } from '../../api/client.ts';
import { useAway } from '../../stores/away.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Fold } from '../../ui/fold.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './sign-in-dialog.module.css';

/** While the browser has the word: other ways to it, and back from it. */
export function SignInWaiting({ serverId }: { readonly serverId: string }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const away = useAway();
  const copyAddress = async () => {
    const answer = await act('auth.address', { serverId });
    if (answer) copy(answer.url);
  };
  return (
    <div className={styles.waiting}>
      <div className={styles.actions}>
        <Button icon={<ExternalLink />} isDisabled={away} onPress={() => void act('auth.openAgain', { serverId })}>
          {t('signIn.openAgain')}
        </Button>
        <Button icon={<Copy />} isDisabled={away} onPress={() => void copyAddress()}>
          {t('signIn.copyAddress')}
        </Button>
      </div>
      <Fold title={t('signIn.stuck')} summary={t('signIn.stuckHint')} hasError={false}>
        <PasteAddress serverId={serverId} />
      </Fold>
    </div>
  );
}

/** Ends a sign-in by hand, with the address where the browser ended. */
function PasteAddress({ serverId }: { readonly serverId: string }): ReactNode {
  const t = useT();
  const away = useAway();
  const [url, setUrl] = useState('');
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [isBusy, setBusy] = useState(false);
  const finish = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await client.invoke('auth.finish', { serverId, url: url.trim() });
    } catch (error) {
      setFailure(toErrorData(error));
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() !== '' && !isBusy) void finish();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <div className={styles.paste}>
        <TextField
          label={t('signIn.paste')}
          description={t('signIn.pasteHint')}
          placeholder="http://127.0.0.1…"
          mono
          value={url}
          onChange={setUrl}
        />
        <Button type="submit" isPending={isBusy} isDisabled={away || url.trim() === ''}>
          {t('signIn.finish')}
        </Button>
      </div>
      <FailureNote failure={failure} />
    </form>
  );
}
