import { Copy } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { SignIn } from '../../../shared/contract/auth.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { act } from '../../api/act.ts';
import { useAway } from '../../stores/away.ts';
import { useCore, useServer } from '../../stores/core-store.ts';
import { closeDialog, openDialog } from '../../stores/dialog-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fact, FactGroup } from '../../ui/fact-list.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import { currentSignIn } from './current-sign-in.ts';
import { ScopeList } from './scope-list.tsx';
import styles from './sign-in-dialog.module.css';
import { SignInFailure } from './sign-in-failure.tsx';
import { signInFix } from './sign-in-fix.ts';
import { signInReport } from './sign-in-report.ts';
import { SignInSteps } from './sign-in-steps.tsx';
import { startSignIn, useAskedSignIns } from './sign-in-store.ts';
import { SignInWaiting } from './sign-in-waiting.tsx';

/** How a sign-in goes: what opened, what is asked for, each step, and what to do where it stands still. Closing it ends nothing. */
export function SignInDialog({ id }: { readonly id: string }): ReactNode {
  const server = useServer(id);
  const asked = useAskedSignIns((state) => state[id]);
  const signIn = currentSignIn(
    useCore((state) => state.signIns[id]),
    asked,
  );
  const isOver = server === undefined || (signIn === null && asked === undefined);
  useEffect(() => {
    if (isOver) closeDialog();
  }, [isOver]);
  if (!server || isOver) return null;
  return <Shown server={server} signIn={signIn} failure={signIn?.error ?? asked?.failure ?? null} />;
}

interface ShownProps {
  readonly server: ServerDefinition;
  /** null: not begun yet */
  readonly signIn: SignIn | null;
  readonly failure: AppErrorData | null;
}

function Shown({ server, signIn, failure }: ShownProps): ReactNode {
  const { id } = server;
  const t = useT();
  const copy = useCopy();
  const away = useAway();
  const isUnderWay = failure === null && (signIn === null || signIn.status === 'running' || signIn.status === 'browser');
  const isDone = signIn?.status === 'done';
  const fix = failure === null ? null : signInFix(failure);
  const again = () => startSignIn(useAskedSignIns.getState()[id]?.input ?? { serverId: id });
  return (
    <Dialog
      title={t('signIn.title', { name: server.name })}
      subtitle={<Summary server={server} signIn={signIn} failure={failure} />}
      icon={<ServerIcon name={server.name} icon={server.icon} />}
      onClose={closeDialog}
      footer={
        <>
          {isUnderWay ? (
            <span className={styles.goesOn}>{t('signIn.goesOn')}</span>
          ) : (
            <Button className={styles.copy} variant="quiet" icon={<Copy />} onPress={() => copy(signInReport(server, signIn, failure))}>
              {t('signIn.copyDetails')}
            </Button>
          )}
          {isUnderWay && (
            <Button isDisabled={away || signIn === null} onPress={() => void act('auth.cancel', { serverId: id })}>
              {t('signIn.cancel')}
            </Button>
          )}
          <Button variant={isDone ? 'primary' : 'default'} onPress={closeDialog}>
            {t('common.close')}
          </Button>
          {!isUnderWay && !isDone && (
            <Button variant={fix?.isNeeded ? 'default' : 'primary'} isDisabled={away} onPress={again}>
              {t('signIn.tryAgain')}
            </Button>
          )}
          {fix && (
            <Button variant={fix.isNeeded ? 'primary' : 'default'} onPress={() => openDialog({ kind: 'editServer', id, field: fix.field })}>
              {t(fix.label)}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.body}>
        {failure && <SignInFailure failure={failure} />}
        {signIn?.status === 'browser' && <SignInWaiting serverId={id} />}
        {signIn && <Facts signIn={signIn} />}
        {signIn && <SignInSteps steps={signIn.steps} />}
      </div>
    </Dialog>
  );
}

/** Where it stands, in a sentence. */
function Summary({ server, signIn, failure }: ShownProps): ReactNode {
  const t = useT();
  const name = useCore((state) => accountName(state.accounts, server.id, signIn));
  const words = () => {
    if (failure) return failure.message.endsWith('.') ? failure.message : `${failure.message}.`;
    switch (signIn?.status) {
      case undefined:
        return t('signIn.starting');
      case 'running':
        return t(
          signIn.steps.some(({ step, status }) => step === 'authorization' && status === 'done') ? 'signIn.finishing' : 'signIn.running',
        );
      case 'browser':
        return t('signIn.browser');
      case 'done':
        return name === null ? t('signIn.doneUnnamed') : t('signIn.done', { name });
      default:
        return t('signIn.cancelled');
    }
  };
  const isBusy = failure === null && (signIn === null || signIn.status === 'running' || signIn.status === 'browser');
  return (
    <span className={styles.summary} role="status" data-tone={failure ? 'bad' : signIn?.status === 'done' ? 'ok' : undefined}>
      {isBusy && <Spinner size={11} />}
      {visibleText(words(), 1_000)}
    </span>
  );
}

function accountName(
  accounts: readonly { id: string; serverId: string; name: string; selected: boolean }[],
  serverId: string,
  signIn: SignIn | null,
) {
  const ofServer = accounts.filter((account) => account.serverId === serverId);
  const account = ofServer.find(({ id }) => id === signIn?.accountId) ?? ofServer.find(({ selected }) => selected);
  return account?.name ?? null;
}

function Facts({ signIn }: { readonly signIn: SignIn }): ReactNode {
  const t = useT();
  const { serverId, accountId, address, redirect, scopes, status } = signIn;
  const name = useCore((state) =>
    status === 'done' ? accountName(state.accounts, serverId, signIn) : (state.accounts.find(({ id }) => id === accountId)?.name ?? null),
  );
  // What one that is over never came to is nothing to wait for.
  if (signIn.endedAt !== null && address === null && redirect === null) return null;
  return (
    <FactGroup>
      <Fact name={t('signIn.opens')}>{address === null ? <NotYet /> : <code>{visibleText(address, 4_000)}</code>}</Fact>
      <Fact name={t('signIn.permissions')}>{address === null && scopes.length === 0 ? <NotYet /> : <ScopeList scopes={scopes} />}</Fact>
      <Fact name={t('signIn.account')}>{name === null ? t('signIn.newAccount') : visibleText(name)}</Fact>
      <Fact name={t('signIn.comesBack')}>{redirect === null ? <NotYet /> : <code>{visibleText(redirect, 4_000)}</code>}</Fact>
    </FactGroup>
  );
}

function NotYet(): ReactNode {
  const t = useT();
  return <span className={styles.quiet}>{t('signIn.notYet')}</span>;
}
