import { ChevronRight, Circle, CircleAlert, CircleCheck, CircleMinus } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { SignInExchange, SignInStep } from '../../../shared/contract/auth.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './sign-in-dialog.module.css';

const MARKS = { waiting: Circle, done: CircleCheck, failed: CircleAlert, skipped: CircleMinus } as const;
/** Characters of a request or an answer; the core cuts earlier. */
const TEXT = 20_000;
const SECOND = 1_000;

/** The steps of a sign-in as they happen, each with what was sent and answered. */
export function SignInSteps({ steps }: { readonly steps: readonly SignInStep[] }): ReactNode {
  const t = useT();
  return (
    <section>
      <h3 className={styles.title}>{t('signIn.steps')}</h3>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step: { step, status, result, startedAt, durationMs, exchanges } }: { readonly step: SignInStep }): ReactNode {
  const t = useT();
  const id = useId();
  // One that failed is what the person looks for.
  const [isOpened, setOpened] = useState<boolean | null>(null);
  const isOpen = isOpened ?? (status === 'failed' && exchanges.length > 0);
  const content = (
    <>
      <span className={styles.mark} data-status={status}>
        <Mark status={status} />
      </span>
      <span className={styles.name}>{t(`signIn.step.${step}`)}</span>
      <span className="visually-hidden">{t(`signIn.status.${status}`)}</span>
      <span className={styles.result} title={visibleText(result, 1_000)}>
        {status === 'skipped' && result === '' ? t('signIn.status.skipped') : visibleText(result, 1_000)}
      </span>
      <span className={styles.time}>
        <Took startedAt={status === 'running' ? startedAt : null} durationMs={durationMs} />
      </span>
    </>
  );
  return (
    <li className={styles.step} data-status={status}>
      {exchanges.length === 0 ? (
        <div className={styles.head}>
          {content}
          <span className={styles.twist} />
        </div>
      ) : (
        <Button className={styles.head} aria-expanded={isOpen} aria-controls={id} onPress={() => setOpened(!isOpen)}>
          {content}
          <ChevronRight className={styles.twist} data-open={isOpen || undefined} aria-hidden="true" />
        </Button>
      )}
      {exchanges.length > 0 && (
        <div id={id} className={styles.exchanges} hidden={!isOpen}>
          {isOpen &&
            exchanges.map((exchange, index) => (
              // They only ever grow at the end.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <Exchange key={index} exchange={exchange} isBad={status === 'failed'} isInBrowser={step === 'authorization'} />
            ))}
        </div>
      )}
    </li>
  );
}

function Mark({ status }: Pick<SignInStep, 'status'>): ReactNode {
  if (status === 'running') return <Spinner size={14} />;
  const Icon = MARKS[status];
  return <Icon aria-hidden="true" />;
}

/** How long it took, or has taken so far. */
function Took({ startedAt, durationMs }: Pick<SignInStep, 'startedAt' | 'durationMs'>): ReactNode {
  const t = useT();
  const now = useNow(startedAt === null ? 'never' : 'second');
  if (startedAt !== null) {
    const seconds = Math.floor((now - startedAt) / SECOND);
    return seconds < 2 ? null : t('signIn.seconds', { n: seconds });
  }
  if (durationMs === null) return null;
  return durationMs < SECOND
    ? t('signIn.ms', { n: Math.max(1, Math.round(durationMs)) })
    : t('signIn.seconds', { n: Math.round(durationMs / 100) / 10 });
}

interface ExchangeProps {
  readonly exchange: SignInExchange;
  /** The step failed: an answer that is no success is why. In one that went well, some documents may be missing. */
  readonly isBad: boolean;
  /** Where the browser went: what it was answered there, only its person saw. */
  readonly isInBrowser: boolean;
}

function Exchange({ exchange, isBad, isInBrowser }: ExchangeProps): ReactNode {
  const { method, url, status, request, response, durationMs } = exchange;
  const t = useT();
  return (
    <div className={styles.exchange}>
      <div className={styles.line}>
        <span className={styles.code}>{visibleText(method, 20)}</span>
        <code>{visibleText(url, 4_000)}</code>
        <span className={styles.code} data-bad={(isBad && !isInBrowser && (status === null || status >= 400)) || undefined}>
          {status ?? t(isInBrowser ? 'signIn.inBrowser' : 'signIn.noAnswer')}
        </span>
        <span className={styles.time}>
          <Took startedAt={null} durationMs={durationMs} />
        </span>
      </div>
      <Text label={t('signIn.request', { url })} text={request} />
      <Text label={t('signIn.response', { url })} text={response} />
    </div>
  );
}

function Text({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  if (text === '') return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={styles.text} tabIndex={0} aria-label={label}>
      <code>{visibleLines(text.slice(0, TEXT))}</code>
    </section>
  );
}
