import { Copy, Download, FileText, Lightbulb, LockOpen, LogIn, Pencil, ShieldCheck } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { LogLine, ServerDefinition } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { act } from '../../api/act.ts';
import type { MessageId } from '../../messages/en.ts';
import { useAway } from '../../stores/away.ts';
import { useServer, useServerLog, useServerState } from '../../stores/core-store.ts';
import { closeDialog, openDialog } from '../../stores/dialog-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { askForVault } from '../../stores/vault-gate-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ServerIcon } from '../../ui/server-icon.tsx';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useSay } from '../../ui/use-say.ts';
import { useT } from '../../ui/use-t.ts';
import { startSignIn } from '../sign-in/sign-in-store.ts';
import { connectServer } from './card-actions.ts';
import { type Advice, type AdviceAction, failureAdvice, failureTitle, remainingHint } from './failure-advice.ts';
import styles from './failure-dialog.module.css';
import { failureReport } from './failure-report.ts';

const LINES = 12;
/** What the button of an advice says. */
const WORDS = {
  open: 'failure.openInstructions',
  edit: 'failure.editServer',
  key: 'failure.enterKey',
  signIn: 'card.action.signIn',
  allowMore: 'card.action.review',
  unlock: 'failure.unlock',
  log: 'failure.openLog',
} as const satisfies Record<AdviceAction['kind'] | 'key', MessageId>;

/** Explains why a server is not connected: the cause, what to try, the technical text, the last lines. */
export function FailureDialog({ id }: { readonly id: string }): ReactNode {
  const server = useServer(id);
  const state = useServerState(id);
  const current = 'error' in state ? state.error : null;
  // What is explained stays in sight while "Try again" runs.
  const [kept, setKept] = useState<AppErrorData | null>(current);
  if (current !== null && current !== kept) setKept(current);
  const isOver = state.kind === 'connected' || state.kind === 'disabled' || server === undefined || kept === null;
  useEffect(() => {
    if (isOver) closeDialog();
  }, [isOver]);
  if (!server || !kept) return null;
  return <Explanation server={server} error={kept} isTrying={state.kind === 'connecting' || state.kind === 'authorizing'} />;
}

interface ExplanationProps {
  readonly server: ServerDefinition;
  readonly error: AppErrorData;
  readonly isTrying: boolean;
}

function Explanation({ server, error, isTrying }: ExplanationProps): ReactNode {
  const { id } = server;
  const t = useT();
  const say = useSay();
  const copy = useCopy();
  const log = useServerLog(id);
  const lines = log.slice(-LINES);
  const technical = repeats(lines, error.technical ?? '') ? '' : (error.technical ?? '');
  // What the technical text says already is not said again below it.
  const said = new Set(technical.split('\n').map((line) => line.trim()));
  const rest = lines.filter((line) => !said.has(line.text.trim()));
  const advice = failureAdvice(error, server);
  const hint = remainingHint(error);
  const away = useAway();
  // The way out that needs nothing but a click is the dialog's own button.
  const first = advice.find(({ action }) => action?.kind === 'signIn');
  return (
    <Dialog
      title={say(failureTitle(error, server))}
      subtitle={error.message.endsWith('.') ? error.message : `${error.message}.`}
      icon={<ServerIcon name={server.name} icon={server.icon} />}
      onClose={closeDialog}
      footer={
        <>
          <Button className={styles.copy} variant="quiet" icon={<Copy />} onPress={() => copy(failureReport(server, error, lines))}>
            {t('failure.copyDetails')}
          </Button>
          <Button onPress={() => openDialog({ kind: 'doctor', id })}>{t('doctor.diagnose')}</Button>
          <Button onPress={() => openDialog({ kind: 'editServer', id })}>{t('failure.editServer')}</Button>
          <Button variant={first === undefined ? 'primary' : 'default'} isPending={isTrying} onPress={() => void connectServer(id)}>
            {t('failure.tryAgain')}
          </Button>
          {first && (
            <Button variant="primary" isDisabled={away} onPress={() => startSignIn({ serverId: id })}>
              {t('card.action.signIn')}
            </Button>
          )}
        </>
      }
    >
      <section className={styles.part}>
        <h3 className={styles.title}>{t('failure.whatToTry')}</h3>
        {hint !== '' && <p className={styles.hint}>{visibleText(hint, 1_000)}</p>}
        {advice
          .filter((each) => each !== first)
          .map((each) => (
            <AdviceRow key={each.text.id} advice={each} serverId={id} />
          ))}
      </section>
      {technical !== '' && (
        <section className={styles.part}>
          <h3 className={styles.title}>{t('failure.technical')}</h3>
          <Technical label={t('failure.technical')} text={technical} />
        </section>
      )}
      {rest.length > 0 && (
        <section className={styles.part}>
          <h3 className={styles.title}>{t('failure.lastLines')}</h3>
          <Technical label={t('failure.lastLines')} text={rest.map((line) => line.text).join('\n')} />
        </section>
      )}
    </Dialog>
  );
}

/** Whether the log's lines say all of a text already. */
function repeats(lines: readonly LogLine[], text: string): boolean {
  const said = new Set(lines.map((line) => line.text.trim()));
  return text.split('\n').every((line) => line.trim() === '' || said.has(line.trim()));
}

function Technical({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={styles.technical} tabIndex={0} aria-label={label}>
      <pre className={styles.text}>{visibleLines(text)}</pre>
    </section>
  );
}

function AdviceRow({ advice: { text, action }, serverId: id }: { readonly advice: Advice; readonly serverId: string }): ReactNode {
  const t = useT();
  const say = useSay();
  const run = (action: AdviceAction) => {
    switch (action.kind) {
      case 'open':
        void act('app.openExternal', { url: action.url });
        return;
      case 'edit':
        openDialog({ kind: 'editServer', id, ...(action.field === undefined ? {} : { field: action.field }) });
        return;
      case 'signIn':
        startSignIn({ serverId: id });
        return;
      case 'allowMore':
        openDialog({ kind: 'allowMore', id, scopes: action.scopes });
        return;
      case 'unlock':
        void askForVault(action.need).then((done) => (done ? connectServer(id) : undefined));
        return;
      case 'log':
        closeDialog();
        navigate({ page: 'server', id, tab: 'log' });
        return;
      default:
        action satisfies never;
    }
  };
  return (
    <div className={styles.advice}>
      <AdviceIcon kind={action?.kind} />
      <span className={styles.words}>{visibleText(say(text), 1_000)}</span>
      {action && (
        <Button size="sm" onPress={() => run(action)}>
          {t(WORDS[action.kind === 'edit' && action.field !== undefined ? 'key' : action.kind])}
        </Button>
      )}
    </div>
  );
}

const ICONS = { open: Download, edit: Pencil, signIn: LogIn, allowMore: ShieldCheck, unlock: LockOpen, log: FileText } as const;

function AdviceIcon({ kind }: { readonly kind: AdviceAction['kind'] | undefined }): ReactNode {
  const Icon = kind === undefined ? Lightbulb : ICONS[kind];
  return <Icon aria-hidden="true" />;
}
