import { HIDDEN } from './secret-arguments.ts';

/** Shorter values are words like `true` or `dev`, whose removal would hide nothing and spoil the text. */
export const SHORTEST = 6;
/** Nothing that people write is nested deeper. */
const DEEPEST = 500;

/** A text without the secrets of a server (secret-forms.ts), in case a message quotes one. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) clean = clean.replaceAll(secret, HIDDEN);
  }
  return clean;
}

/** Data of a server without the secrets, also in names; the same object where there are none. */
export function redactAll<T>(data: T, secrets: readonly string[]): T {
  if (secrets.length === 0 || isClean(data, secrets)) return data;
  // Texts stay texts, and everything else what it is.
  return redacted(data, secrets, DEEPEST) as T;
}

function isClean(data: unknown, secrets: readonly string[]): boolean {
  try {
    const text = JSON.stringify(data) ?? '';
    return redact(text, secrets) === text;
  } catch {
    // Nested too deeply to be written down.
    return false;
  }
}

function redacted(data: unknown, secrets: readonly string[], levels: number): unknown {
  if (typeof data === 'string') return redact(data, secrets);
  if (typeof data !== 'object' || data === null) return data;
  if (levels === 0) return HIDDEN;
  if (Array.isArray(data)) return data.map((each) => redacted(each, secrets, levels - 1));
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [redact(name, secrets), redacted(value, secrets, levels - 1)]));
}
