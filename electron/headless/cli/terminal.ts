import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';

/** A person at the other end of a terminal. */
export interface Terminal {
  /** Whether there is one: what is asked goes to standard error, the answer comes from standard input. */
  readonly isThere: boolean;
  /** One line as typed; null when the input ended. Rejects with cancelled once `signal` aborts. */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
  /** The same without showing what is typed. */
  askHidden(question: string, signal: AbortSignal): Promise<string | null>;
}

/** The terminal that this process was started in. */
export function ownTerminal(): Terminal {
  const { stdin, stderr } = process;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = (question: string, isShown: boolean, signal: AbortSignal) =>
    new Promise<string | null>((resolve, reject) => {
      if (signal.aborted) return reject(new AppError('cancelled'));
      const lines = createInterface({ input: stdin, output: isShown ? stderr : nowhere, terminal: true, historySize: 0 });
      const stop = () => {
        reject(new AppError('cancelled'));
        lines.close();
      };
      signal.addEventListener('abort', stop, { once: true });
      // A terminal that reads keys hands Ctrl+C over as one.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      lines.on('close', () => {
        signal.removeEventListener('abort', stop);
        if (!isShown) stderr.write('\n');
        resolve(null);
      });
      // Asked only now that the terminal shows nothing by itself: whoever sees the question may type at once.
      if (!isShown) stderr.write(question);
      lines.question(isShown ? question : '', (answer) => {
        resolve(answer);
        lines.close();
      });
    });
  return {
    isThere: stdin.isTTY === true && stderr.isTTY === true,
    ask: (question, signal) => line(question, true, signal),
    askHidden: (question, signal) => line(question, false, signal),
  };
}

/** Whether the person says yes; anything but that is a no. */
export async function agrees(terminal: Terminal, question: string, signal: AbortSignal): Promise<boolean> {
  const answer = await terminal.ask(`${question} [y/N] `, signal);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
