import { AppError, toErrorData } from '../../shared/errors.ts';
import { looksLikeLink, parseLink } from './parse-link.ts';

/** Links that wait for the app to start; more than these are nobody's clicks. */
const MAX_EARLY = 10;

interface LinkInboxPorts {
  /** Brings the app forward. */
  onAction(): void;
  /** An answer to a sign-in that nobody waits for: whether it was begun in an earlier run of the app, and goes on. May reject. */
  resume(url: URL): Promise<boolean>;
  /** Tells the person why nothing was done: link_unknown, link_unexpected. */
  onProblem(error: AppError): void;
}

/** Takes links from the system and hands them to whoever waits for them. */
export class LinkInbox {
  readonly #ports: LinkInboxPorts;
  readonly #waiting = new Set<(url: URL) => void>();
  /** null once the app is ready. */
  #early: string[] | null = [];

  constructor(ports: LinkInboxPorts) {
    this.#ports = ports;
  }

  /** Answers of the browser to sign-ins. */
  readonly redirects = {
    /** The next one. Every sign-in that waits gets it and sees by its `state` whether it is meant. Rejects with what ends `signal`. */
    next: (signal: AbortSignal): Promise<URL> =>
      new Promise((resolve, reject) => {
        const stop = () => {
          this.#waiting.delete(take);
          reject(signal.reason);
        };
        const take = (url: URL) => {
          signal.removeEventListener('abort', stop);
          resolve(url);
        };
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        this.#waiting.add(take);
      }),
  };

  /** Links among the words of a command line, wherever they stand: Chromium and the system put words of their own between. */
  receiveFrom(words: readonly string[]): void {
    for (const word of words.filter(looksLikeLink)) this.receive(word);
  }

  receive(text: string): void {
    if (this.#early) {
      if (this.#early.length < MAX_EARLY) this.#early.push(text);
    } else this.#open(text);
  }

  /** The app is there: what came before is opened now. */
  ready(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const text of early) this.#open(text);
  }

  async #resume(url: URL): Promise<void> {
    try {
      if (!(await this.#ports.resume(url))) throw new AppError('link_unexpected');
      this.#ports.onAction();
    } catch (error) {
      this.#ports.onProblem(AppError.fromData(toErrorData(error)));
    }
  }

  #open(text: string): void {
    try {
      const { url } = parseLink(text);
      if (this.#waiting.size === 0) return void this.#resume(url);
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const take of waiting) take(new URL(url));
      this.#ports.onAction();
    } catch (error) {
      this.#ports.onProblem(AppError.fromData(toErrorData(error)));
    }
  }
}
