import { Download } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { showFailure } from '../../stores/toast-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Status } from '../../ui/status.tsx';
import { durationWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { CopyButton } from './copy-button.tsx';
import { copiesJson, copyOfResult, saveResult } from './result-export.ts';
import { resultParts } from './result-model.ts';
import styles from './result-pane.module.css';
import { type KnownResult, wholeText } from './run-store.ts';
import { runFacts, runStatusWords, runTone } from './run-words.ts';
import type { ResultTab } from './tester-store.ts';
import { useElapsed } from './use-elapsed.ts';

/** How the run went, in words, and what can be done with its result. */
export function ResultHeader({ run, known, tab }: { run: ToolRun; known: KnownResult | undefined; tab: ResultTab }): ReactNode {
  const t = useT();
  const elapsed = useElapsed(run);
  const hasResult = known !== undefined && known.result !== null;
  const parts = useMemo(() => (known === undefined ? null : resultParts(known.result)), [known]);
  const malformed = run.status === 'done' && parts?.malformed === true;
  const facts = run.status === 'running' ? durationWords(elapsed) : runFacts(run, t);
  return (
    <header className={styles.header}>
      <div className={styles.status}>
        <Status
          tone={malformed ? 'warn' : runTone(run)}
          text={run.status === 'failed' ? t('result.failed') : runStatusWords(run, t)}
          detail={<span className={styles.tabular}>{facts}</span>}
        />
      </div>
      {hasResult && (
        <div className={styles.actions}>
          <CopyButton
            label={t(tab === 'raw' || parts === null || !copiesJson(parts) ? 'result.copy' : 'result.copyJson')}
            text={async () => copyOfResult((await wholeResult(known)).result, tab)}
          />
          <SaveButton known={known} />
        </div>
      )}
    </header>
  );
}

async function wholeResult(known: KnownResult): Promise<{ json: string; result: unknown }> {
  if (known.complete) return { json: JSON.stringify(known.result, null, 2), result: known.result };
  const json = await wholeText(known.run.callId);
  return { json, result: JSON.parse(json) };
}

function SaveButton({ known }: { known: KnownResult }): ReactNode {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const { json, result } = await wholeResult(known);
      saveResult(visibleText(known.run.tool, 60), json, resultParts(result));
    } catch (error) {
      showFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return <IconButton label={t('result.save')} icon={<Download />} isDisabled={busy} onPress={() => void save()} />;
}
