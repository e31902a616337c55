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

/** Stands for something else: `${env:NAME}`, `<your key>`, `YOUR_API_KEY`, `ghp_xxxxx`, `sk-...`. */
const STAND_IN = /\$\{[^{}]+\}|^<[^<>]*>$|^your[ _-]|^(.)\1*$|x{5,}$|\.{3}$/i;
/** A switch or a small number, which no name makes a secret. */
const WORD = /^(?:true|false|yes|no|on|off|none|null|\d{1,3})$/i;
const FILE = /^(?:~|\.{1,2}|[A-Za-z]:)?[\\/].*(?:\.\w{1,10}|[\\/])$/;
const FILE_NAME = /(?:file|path|dir|folder|sock|socket)$/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** `postgres://user:password@host` */
const URL_WITH_PASSWORD = /^[a-z][a-z\d+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;
/** `Bearer abc`: a scheme, and what follows it (RFC 9110, 11.4). */
const SCHEME = /^[A-Za-z]+ +/;

/** Whether a value under this name belongs into the vault: of a variable, a header or a query parameter. */
export function looksSecret(name: string, value: string): boolean {
  const text = value.trim();
  const bare = text.replace(SCHEME, '');
  if (bare === '' || STAND_IN.test(bare) || STAND_IN.test(text) || WORD.test(text)) return false;
  if (PRIVATE_KEY.test(text) || URL_WITH_PASSWORD.test(text)) return true;
  const isFile = FILE.test(text) || (FILE_NAME.test(name) && /[\\/]/.test(text));
  return !isFile && (namesSecret(name) || looksLikeKey(bare));
}
