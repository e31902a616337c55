import type { ToolRun } from '../../../shared/contract/model.ts';
import type { StatusTone } from '../../ui/status.tsx';
import { durationWords, sizeWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import type { Translate } from '../../ui/use-t.ts';

export function runTone(run: ToolRun): StatusTone {
  switch (run.status) {
    case 'running':
      return 'busy';
    case 'done':
      return 'ok';
    case 'toolError':
    case 'failed':
      return 'bad';
    case 'cancelled':
      return 'off';
  }
}

/** How a run ended, in words; a failure in the sentence of its error. */
export function runStatusWords(run: ToolRun, t: Translate): string {
  return run.status === 'failed' && run.error !== null ? visibleText(run.error.message) : t(`result.${run.status}`);
}

/** What follows the status: `in 412 ms · 8.4 KB`. */
export function runFacts(run: ToolRun, t: Translate): string {
  if (run.durationMs === null) return '';
  const time = durationWords(run.durationMs);
  const after = t(run.status === 'done' || run.status === 'toolError' ? 'result.in' : 'result.after', { time });
  return run.sizeBytes > 0 ? t('result.facts', { time: after, size: sizeWords(run.sizeBytes) }) : after;
}

/** The same in a list of runs: how long it took, or how else it ended. */
export function runOutcome(run: ToolRun, t: Translate): string {
  if (run.status === 'done' && run.durationMs !== null) return durationWords(run.durationMs);
  return run.status === 'done' ? '' : t(`result.status.${run.status}`);
}
