import { Play, Plug, RotateCcw, Square } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { useCore } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { durationWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { DOUBLE_MS, useOnePress } from '../../ui/use-one-press.ts';
import { useT } from '../../ui/use-t.ts';
import type { RunAccess } from './run-access.ts';
import styles from './run-bar.module.css';
import { useElapsed } from './use-elapsed.ts';

export interface RunBarProps {
  readonly running: ToolRun | undefined;
  readonly access: RunAccess;
  readonly onRun: () => void;
  readonly onConnect: () => void;
  readonly onCancel: () => void;
  readonly onReset: () => void;
}

/** The foot of the form: run, cancel, progress, reset. Its height never changes. */
export function RunBar({ running, access, onRun, onConnect, onCancel, onReset }: RunBarProps): ReactNode {
  const t = useT();
  const mac = useCore((state) => state.info.platform === 'darwin');
  const { onMouseDownCapture, once } = useOnePress();
  const fresh = useFresh(running?.callId);
  const cancel = (): void => {
    if (!fresh) onCancel();
  };
  return (
    <>
      {running === undefined && <Why access={access} onConnect={onConnect} />}
      <footer className={styles.bar} onMouseDownCapture={onMouseDownCapture}>
        {running !== undefined ? (
          <>
            <Button icon={<Square />} className={styles.main} aria-disabled={fresh || undefined} onPress={once(cancel)}>
              {t('tester.cancel')}
            </Button>
            <Progress run={running} />
          </>
        ) : (
          <>
            <Button variant="primary" icon={<Play />} className={styles.main} isDisabled={!access.isReady} onPress={once(onRun)}>
              {t('tester.run')}
              <span className={styles.keys} aria-hidden="true">
                <Kbd>{mac ? '⌘↵' : 'Ctrl ↵'}</Kbd>
              </span>
            </Button>
            <span className={styles.space} />
            <Button variant="quiet" icon={<RotateCcw />} onPress={onReset}>
              {t('tester.reset')}
            </Button>
          </>
        )}
      </footer>
    </>
  );
}

/** Why the tool cannot be run now, and the way to it. */
function Why({ access: { why, offers }, onConnect }: Pick<RunBarProps, 'access' | 'onConnect'>): ReactNode {
  const t = useT();
  return (
    <div className={styles.why} role="status">
      {why !== null && <span>{t(why)}</span>}
      {offers !== null && (
        <Button size="sm" icon={<Plug />} onPress={onConnect}>
          {t(offers === 'tryNow' ? 'tester.tryNow' : 'tester.connect')}
        </Button>
      )}
    </div>
  );
}

/** Whether a run has just begun, so that a press may still have been meant for Run. */
function useFresh(callId: string | undefined): boolean {
  const [settled, setSettled] = useState<string | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(callId), DOUBLE_MS);
    return () => clearTimeout(timer);
  }, [callId]);
  return callId !== undefined && settled !== callId;
}

function Progress({ run }: { run: ToolRun }): ReactNode {
  const t = useT();
  const elapsed = useElapsed(run);
  const { progress } = run;
  const share =
    progress !== null && progress.total !== null && progress.total > 0
      ? Math.min(1, Math.max(0, progress.progress / progress.total))
      : null;
  const words = progress === null || progress.message === '' ? t('tester.running') : visibleText(progress.message, 200);
  return (
    <ProgressBar className={styles.progress} aria-label={t('tester.progress')} isIndeterminate={share === null} value={(share ?? 0) * 100}>
      <span className={styles.words}>
        <span className={styles.message}>{words}</span>
        <span className={styles.numbers}>
          {share !== null && `${Math.round(share * 100)} % · `}
          {durationWords(elapsed)}
        </span>
      </span>
      <span className={styles.track}>
        <span
          className={styles.fill}
          data-unknown={share === null || undefined}
          style={share === null ? undefined : { width: `${share * 100}%` }}
        />
      </span>
    </ProgressBar>
  );
}
