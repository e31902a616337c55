import type { ExitInfo } from '../../../shared/contract/model.ts';
import type { Sentence } from '../../messages/sentence.ts';

const ASKED: ReadonlySet<string> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);
const CRASHED: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS']);
/** Exit codes of shells (POSIX.1-2024, Shell Command Language 2.8.2). */
const NOT_RUNNABLE = 126;
const NOT_FOUND = 127;
const SIGNALS = 128;

/** How a process ended, in words; its code or signal is named all the same. `asked`: it was stopped, so it did not end of its own accord. */
export function exitSentence({ code, signal }: Pick<ExitInfo, 'code' | 'signal'>, asked = false): Sentence {
  if (signal !== null) {
    if (ASKED.has(signal)) return { id: 'exit.asked', values: { signal } };
    if (CRASHED.has(signal)) return { id: 'exit.crashed', values: { signal } };
    return { id: signal === 'SIGKILL' ? 'exit.killed' : 'exit.signal', values: { signal } };
  }
  if (code === null) return { id: 'exit.unknown' };
  const values = { code: String(code) };
  if (code === 0) return { id: asked ? 'exit.normal' : 'exit.itself', values };
  if (code === NOT_RUNNABLE) return { id: 'exit.notRunnable', values };
  if (code === NOT_FOUND) return { id: 'exit.notFound', values };
  if (code > SIGNALS && code < SIGNALS + 65) return { id: 'exit.codeOfSignal', values: { ...values, n: String(code - SIGNALS) } };
  return { id: 'exit.code', values };
}
