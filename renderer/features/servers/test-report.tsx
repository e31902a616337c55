import type { ReactNode } from 'react';
import { Status } from '../../ui/status.tsx';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './test-report.module.css';
import type { TestState } from './use-server-test.ts';

const NAMES = 8;

/** How a test is going, or went. */
export function TestReport({ state }: { readonly state: TestState }): ReactNode {
  return (
    <div className={styles.report} role="status" data-empty={state.kind === 'idle' || undefined}>
      <Words state={state} />
    </div>
  );
}

function Words({ state }: { readonly state: TestState }): ReactNode {
  const t = useT();
  const now = useNow(state.kind === 'running' ? 'second' : 'never');
  switch (state.kind) {
    case 'idle':
      return null;
    case 'cancelled':
      return <Status tone="off" text={t('serverForm.testCancelled')} />;
    case 'running': {
      const seconds = Math.max(0, Math.floor((now - state.since) / 1_000));
      return <Status tone="busy" text={t('serverForm.testStarting')} detail={t('serverForm.testSeconds', { n: seconds })} />;
    }
    case 'done':
      break;
    default:
      return state satisfies never;
  }
  const { state: reached, tools, log } = state.result;
  if (reached.kind === 'connected') {
    const names = tools
      .slice(0, NAMES)
      .map((tool) => visibleText(tool.name, 100))
      .join(', ');
    const more = tools.length - NAMES;
    return (
      <>
        <Status
          tone="ok"
          text={t('serverForm.testConnected', { n: tools.length })}
          detail={t('card.fact.latency', { ms: Math.max(1, Math.round(reached.latencyMs)) })}
        />
        {tools.length > 0 && (
          <p className={styles.text}>
            {more > 0 ? t('serverForm.testToolsMore', { names, n: more }) : t('serverForm.testTools', { names })}
          </p>
        )}
      </>
    );
  }
  const error = 'error' in reached ? reached.error : null;
  if (error?.code === 'sign_in_needed') {
    return (
      <>
        <Status tone="warn" text={t('serverForm.testSignIn')} />
        <p className={styles.text}>{t('serverForm.testSignInHint')}</p>
      </>
    );
  }
  const lines = log.filter((line) => line.stream !== 'patchbay').slice(-8);
  return (
    <>
      <Status tone="bad" text={error?.message ?? t('serverForm.testFailed')} />
      {error && <p className={styles.text}>{visibleText(error.hint, 1_000)}</p>}
      {(error?.technical || lines.length > 0) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <pre className={styles.technical} tabIndex={0}>
          {visibleLines(error?.technical ?? lines.map((line) => line.text).join('\n'))}
        </pre>
      )}
    </>
  );
}
