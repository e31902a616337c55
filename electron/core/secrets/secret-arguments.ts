import { namesSecret } from '../../../shared/secret-names.ts';

export const HIDDEN = '•••';

/** A name with what separates it from its value: `--name=`, `NAME=`, `Name: `, or `--name ` within a longer text. */
const NAMED = /(?<![\w?&#/.-])(-{0,2}[A-Za-z][\w.-]*)(\s*[=:]\s*|\s+)(?=\S)/g;

/** Where the secret in a word begins; -1 where it has none. */
function secretAt(word: string): number {
  for (const match of word.matchAll(NAMED)) {
    const [whole, name = '', separator = ''] = match;
    if (namesSecret(name) && (separator.trim() !== '' || name.startsWith('-'))) return match.index + whole.length;
  }
  return -1;
}

/** The secret of each word, such as one behind `--token`; empty where it has none. */
function secretIn(word: string, before: string): string {
  if (/^-{1,2}[A-Za-z][\w.-]*$/.test(before) && namesSecret(before) && !word.startsWith('--')) return word;
  const at = secretAt(word);
  return at === -1 ? '' : word.slice(at);
}

/** What stands behind names that promise a secret: rather too much than too little. */
export function secretArguments(words: readonly string[]): string[] {
  return words.map((word, index) => secretIn(word, words[index - 1] ?? '')).filter((secret) => secret !== '');
}

/** Arguments as they may be shown. */
export function withoutSecrets(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const secret = secretIn(word, words[index - 1] ?? '');
    return secret === '' ? word : word.slice(0, word.length - secret.length) + HIDDEN;
  });
}
