import type { SignIn } from '../../../shared/contract/auth.ts';
import { AppError, toErrorData } from '../../../shared/errors.ts';
import { openBrowser } from '../open-browser.ts';
import type { CommandContext } from './command-context.ts';

/** Brings the person to the page of a sign-in, and back where the browser cannot do that. */
export class BrowserGuide {
  readonly #context: CommandContext;
  /** Ends the question for the address, once nobody needs it any more. */
  readonly #asking = new AbortController();
  #waited = false;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /**
   * Opens the page in the browser. Where that fails or is not wanted, shows the address, and gives what the person pastes to `finish`,
   * which throws when it makes no sense.
   */
  async open(url: string, finish: (address: string) => void): Promise<void> {
    const { line, output } = this.#context;
    if (line.browser) {
      try {
        output.err('Opening the browser to sign in…\n');
        return await openBrowser(url);
      } catch (error) {
        output.err(`${new AppError('auth_browser_failed', {}, { cause: error }).message}.\n`);
      }
    }
    output.err(`Open this address to sign in:\n\n  ${url}\n\n`);
    void this.#askForAddress(finish);
  }

  /** How the sign-in goes: nobody is asked any more once it no longer waits for the browser. */
  follow({ status, endedAt }: Pick<SignIn, 'status' | 'endedAt'>): void {
    if (status === 'browser') this.#waited = true;
    else if (this.#waited || endedAt !== null) this.#asking.abort();
  }

  /** Never rejects. */
  async #askForAddress(finish: (address: string) => void): Promise<void> {
    const { terminal, output, signal } = this.#context;
    if (!terminal.isThere) return;
    const stop = AbortSignal.any([this.#asking.signal, signal]);
    const question = 'If the browser does not come back by itself, paste the address it ended at: ';
    for (;;) {
      const typed = await terminal.ask(question, stop).catch(() => null);
      if (typed === null) return output.err('\n');
      try {
        if (typed.trim() !== '') return finish(typed.trim());
      } catch (error) {
        const { message, hint } = toErrorData(error);
        output.err(`${message}. ${hint}\n`);
      }
    }
  }
}
