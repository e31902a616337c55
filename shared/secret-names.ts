/** What the last part of a secret's name ends in, and whole parts that name one. "tokens" is a count of them. */
const SECRET_ENDING = /(?:key|secret|passphrase|password|passwd)s?$|token$/;
const SECRET_PART = new Set(['auth', 'authorization', 'bearer', 'cookie', 'creds', 'credential', 'credentials', 'pass', 'pat', 'pwd']);

/** Whether values under this name are secrets: `--api-key`, `GITHUB_TOKEN`, `dbPassword`, `Authorization`. */
export function namesSecret(name: string): boolean {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return parts[0] !== 'no' && parts.some((part) => SECRET_PART.has(part) || SECRET_ENDING.test(part));
}

/** Shorter ones are words, versions and numbers. */
const KEY_CHARS = 20;

/** Whether a value reads like a key whatever its name is: long, of letters and digits, and neither a path nor words. */
export function looksLikeKey(value: string): boolean {
  return value.length >= KEY_CHARS && /^[\w.+=~-]+$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value);
}
