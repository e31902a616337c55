export const HIDDEN = '•••';

/** What the last part of a secret's name ends in, and whole parts that name one. "tokens" is a count of them. */
const SECRET_ENDING = /(?:key|secret|passphrase|password|passwd)s?$|token$/;
const SECRET_PART = new Set(['auth', 'authorization', 'bearer', 'cookie', 'creds', 'credential', 'credentials', 'pass', 'pat', 'pwd']);

/** A name with what separates it from its value: `--name=`, `NAME=`, `Name: `, or `--name ` within a longer text. */
const NAMED = /(?<![\w?&#/.-])(-{0,2}[A-Za-z][\w.-]*)(\s*[=:]\s*|\s+)(?=\S)/g;

/** Whether values under this name are secrets: `--api-key`, `GITHUB_TOKEN`, `dbPassword`, `Authorization`. */
function namesSecret(name: string): boolean {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return parts[0] !== 'no' && parts.some((part) => SECRET_PART.has(part) || SECRET_ENDING.test(part));
}

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
