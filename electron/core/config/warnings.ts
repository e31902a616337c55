const MAX_WARNINGS = 200;

/** `“a”, “b” and “c”`, each cut to 60 characters on one line, at most ten. */
export function quotedList(words: readonly string[]): string {
  const shown = words.slice(0, 10).map((word) => `“${word.slice(0, 60).replace(/\p{Cc}+/gu, ' ')}”`);
  if (words.length > shown.length) shown.push(`${words.length - shown.length} more`);
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** Collects sentences, each once and at most 200 of them. They name what was left out, never its value. */
export class Warnings {
  readonly #sentences = new Set<string>();
  #dropped = 0;

  add(text: string): void {
    const sentence = text.charAt(0).toUpperCase() + text.slice(1);
    if (this.#sentences.size < MAX_WARNINGS) this.#sentences.add(sentence);
    else if (!this.#sentences.has(sentence)) this.#dropped += 1;
  }

  list(): string[] {
    return this.#dropped === 0 ? [...this.#sentences] : [...this.#sentences, `${this.#dropped} more notes are not shown.`];
  }
}
