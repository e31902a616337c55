/** Shorter values are words like `true` or `dev`, whose removal would hide nothing and spoil the text. */
const SHORTEST = 6;

/** A text without the values that a person entered as header or variable, in case a message quotes one. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) clean = clean.replaceAll(secret, '•••');
  }
  return clean;
}
