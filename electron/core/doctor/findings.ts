import type { DoctorFinding } from '../../../shared/contract/model.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { redact } from '../secrets/redact.ts';

/** What was found about one subject, in the order in which it was looked at, without secrets. */
export class Findings {
  readonly list: DoctorFinding[] = [];
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  ok(title: string, text: string): void {
    this.#add('ok', title, text, null);
  }

  info(title: string, text: string, advice: string | null = null): void {
    this.#add('info', title, text, advice);
  }

  warning(title: string, text: string, advice: string | null = null): void {
    this.#add('warning', title, text, advice);
  }

  problem(title: string, text: string, advice: string | null = null): void {
    this.#add('problem', title, text, advice);
  }

  /** A failure in its own words. */
  failure(title: string, error: unknown, level: 'warning' | 'problem' = 'problem'): void {
    const { message, hint, technical } = toErrorData(error);
    this.#add(level, title, technical === undefined ? `${message}.` : `${message} (${this.quote(technical)}).`, hint);
  }

  get hasProblem(): boolean {
    return this.list.some(({ level }) => level === 'problem');
  }

  /** The words of others as a part of a line: without secrets first and then cut, which could leave a part of one. */
  quote(text: string): string {
    const line = redact(text, this.#secrets).replace(/\s+/g, ' ').trim();
    return line.length > QUOTE_CHARS ? `${line.slice(0, QUOTE_CHARS)}…` : line;
  }

  #add(level: DoctorFinding['level'], title: string, text: string, advice: string | null): void {
    const clean = advice === null || advice === '' ? null : redact(advice, this.#secrets);
    this.list.push({ level, title, text: redact(text, this.#secrets), advice: clean });
  }
}

const QUOTE_CHARS = 300;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length in ms as a person reads it: `80 ms`, `1.2 s`, `5 min`, `3 h`, `2 d`. */
export function took(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < MINUTE) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  return ms < DAY ? `${Math.floor(ms / HOUR)} h` : `${Math.floor(ms / DAY)} d`;
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
