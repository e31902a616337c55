import type { DoctorFinding } from '../../../shared/contract/model.ts';
import { type AppError, toErrorData } from '../../../shared/errors.ts';
import { redact } from '../connections/redact.ts';

/** What was found about one subject, in the order in which it was looked at. */
export class Findings {
  readonly list: DoctorFinding[] = [];

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
  failure(title: string, error: AppError | unknown): void {
    const { message, hint, technical } = toErrorData(error);
    this.problem(title, technical === undefined ? `${message}.` : `${message} (${oneLine(technical)}).`, hint);
  }

  get hasProblem(): boolean {
    return this.list.some(({ level }) => level === 'problem');
  }

  /** The findings without secrets. */
  without(secrets: readonly string[]): DoctorFinding[] {
    return this.list.map((finding) => ({
      ...finding,
      text: redact(finding.text, secrets),
      advice: finding.advice === null ? null : redact(finding.advice, secrets),
    }));
  }

  #add(level: DoctorFinding['level'], title: string, text: string, advice: string | null): void {
    this.list.push({ level, title, text, advice: advice === '' ? null : advice });
  }
}

const TECHNICAL_CHARS = 300;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > TECHNICAL_CHARS ? `${line.slice(0, TECHNICAL_CHARS)}…` : line;
}

/** ms as a person reads them: `80 ms`, `1.2 s`. */
export function took(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
