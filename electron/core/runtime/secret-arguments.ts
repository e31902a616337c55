import { namesSecret } from '../../../shared/secret-names.ts';

export const HIDDEN = '•••';

/** A name with what separates it from its value: `--name=`, `NAME=`, `Name: `, or `--name ` within a longer text. */
const NAMED = /(?<![\w?&#/.-])(-{0,2}[A-Za-z][\w.-]*)(\s*[=:]\s*|\s+)(?=\S)/g;

function withoutValue(word: string): string {
  for (const match of word.matchAll(NAMED)) {
    const [whole, name = '', separator = ''] = match;
    if (namesSecret(name) && (separator.trim() !== '' || name.startsWith('-'))) return word.slice(0, match.index + whole.length) + HIDDEN;
  }
  return word;
}

/** Arguments as they may be shown: what stands behind a name that promises a secret is hidden, rather too much than too little. */
export function withoutSecrets(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? '';
    const isValue = /^-{1,2}[A-Za-z][\w.-]*$/.test(before) && namesSecret(before) && !word.startsWith('--');
    return isValue ? HIDDEN : withoutValue(word);
  });
}
