import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { showFailure } from '../../stores/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { sizeWords } from '../../ui/text/size-words.ts';
import { visibleLines } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { scopesOf } from '../sign-in/scopes-of.ts';
import { BoundedText } from './bounded-text.tsx';
import styles from './result-pane.module.css';
import { loadEverything, useRuns } from './run-store.ts';

/** structuredContent that does not fit the tool's outputSchema: said, and shown all the same. */
export function OutputNotice({ problem }: { problem: string }): ReactNode {
  const t = useT();
  return (
    <div className={styles.notice} data-tone="warn">
      <TriangleAlert size={15} aria-hidden="true" />
      <div>
        <p className={styles.noticeTitle}>{t('result.problem')}</p>
        <p className={styles.noticeText}>{visibleLines(problem.slice(0, 2_000))}</p>
      </div>
    </div>
  );
}

/** A result that is none by the protocol. */
export function MalformedNotice(): ReactNode {
  const t = useT();
  return (
    <div className={styles.notice} data-tone="warn">
      <TriangleAlert size={15} aria-hidden="true" />
      <div>
        <p className={styles.noticeTitle}>{t('result.malformed')}</p>
        <p className={styles.noticeText}>{t('result.malformedText')}</p>
      </div>
    </div>
  );
}

/** A result that did not travel whole. */
export function CutNotice({ run }: { run: ToolRun }): ReactNode {
  const t = useT();
  const share = useRuns((state) => state.loading[run.callId]);
  return (
    <div className={styles.notice}>
      <p className={styles.noticeText}>{t('result.cutNotice', { size: sizeWords(run.sizeBytes) })}</p>
      <Button size="sm" isDisabled={share !== undefined} onPress={() => void loadEverything(run.callId).catch(showFailure)}>
        {share === undefined ? t('result.loadAll') : t('result.loadingAll', { percent: Math.round(share * 100) })}
      </Button>
    </div>
  );
}

interface FailureNoticeProps {
  readonly error: AppErrorData;
  readonly serverId: string;
  readonly onRepeat: (() => void) | null;
}

/** A call that failed: what happened, what to do, and the technical words to copy. One that may have run is repeated only by its person. */
export function FailureNotice({ error, serverId, onRepeat }: FailureNoticeProps): ReactNode {
  const t = useT();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.failure} aria-label={t('result.failed')} tabIndex={0}>
      <p className={styles.failureTitle}>{visibleLines(error.message)}</p>
      {error.code !== 'connection_lost' && <p className={styles.failureHint}>{visibleLines(error.hint)}</p>}
      {error.code === 'connection_lost' && (
        <div className={styles.repeat}>
          <p className={styles.failureHint}>{t('tester.mayHaveRun')}</p>
          <Button icon={<RotateCw />} isDisabled={onRepeat === null} onPress={() => onRepeat?.()}>
            {t('tester.repeat')}
          </Button>
        </div>
      )}
      <AccessAdvice error={error} serverId={serverId} onRepeat={onRepeat} />
      {error.technical !== undefined && error.technical !== '' && (
        <details className={styles.technical}>
          <summary>{t('result.technical')}</summary>
          <BoundedText text={error.technical} />
        </details>
      )}
    </section>
  );
}

/** Where a call failed for want of access: the way to it. Nothing opens by itself. */
function AccessAdvice({ error, serverId, onRepeat }: FailureNoticeProps): ReactNode {
  const t = useT();
  const scopes = scopesOf(error);
  const granted = useCore(({ accounts }) => accounts.find((account) => account.serverId === serverId && account.selected)?.scopes);
  if (error.code === 'scope_needed') {
    // Nothing was run, so running it again is no second time.
    const isGranted = scopes.length > 0 && scopes.every((scope) => granted?.includes(scope));
    return isGranted ? (
      <div className={styles.repeat}>
        <p className={styles.failureHint}>{t('allowMore.isGranted')}</p>
        <Button icon={<RotateCw />} isDisabled={onRepeat === null} onPress={() => onRepeat?.()}>
          {t('tester.repeat')}
        </Button>
      </div>
    ) : (
      <div className={styles.repeat}>
        <Button onPress={() => openDialog({ kind: 'allowMore', id: serverId, scopes })}>{t('allowMore.confirm')}</Button>
      </div>
    );
  }
  if (error.code !== 'key_refused') return null;
  return (
    <div className={styles.repeat}>
      <Button onPress={() => openDialog({ kind: 'editServer', id: serverId, field: 'key' })}>{t('signIn.fix.key')}</Button>
    </div>
  );
}
