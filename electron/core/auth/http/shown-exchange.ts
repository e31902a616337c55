import type { SignInExchange } from '../../../../shared/contract/auth.ts';
import { plain } from '../../plain-text.ts';
import { redact } from '../../secrets/redact.ts';
import { HIDDEN } from '../../secrets/secret-arguments.ts';
import { inAllForms, longestFirst } from '../../secrets/secrets.ts';
import type { RawExchange } from './auth-http.ts';

/** Most characters of a request or an answer that are shown. */
const LONGEST = 4_000;
/** What carries a secret, as parameter, field of JSON, or part of a query: rather too much than too little. */
const SECRET = /token|secret|passw|assertion|verifier|api_?key|jwt|nonce|session|^(code|state|key|ticket)$/i;
/** What has such a word in its name and tells how something is done. */
const OPEN =
  /_(endpoint|uri|supported|types?|methods?|values?|hint|required|lifetime|expires_at|expires_in)$|^(expires_in|code_challenge)/i;

/** A name and its value in what is almost JSON, or a program; either may be cut off. */
const PAIR = /(?<![\w.-])(["']?)([\w.-]+)\1(\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s"',;&<>{}[\]]+)/g;

function isSecret(name: string): boolean {
  return SECRET.test(name) && !OPEN.test(name);
}

/** Headers that are worth seeing, with what may be seen of them. */
const HEADERS: readonly string[] = [
  'content-type',
  'authorization',
  'dpop',
  'dpop-nonce',
  'www-authenticate',
  'location',
  'date',
  'retry-after',
];

/** Knows the secrets of one sign-in, and removes them from texts. */
export class Censor {
  readonly #tell: (value: string) => void;
  #secrets: readonly string[] = [];

  constructor(tell: (value: string) => void) {
    this.#tell = tell;
  }

  add(value: string): void {
    if (value === '' || this.#secrets.includes(value)) return;
    this.#secrets = longestFirst([...this.#secrets, ...inAllForms([value])]);
    this.#tell(value);
  }

  clean(text: string): string {
    return redact(text, this.#secrets);
  }
}

/** An exchange as it may be shown: without secrets, cut, in readable form. */
export function shownExchange(raw: RawExchange, censor: Censor): SignInExchange {
  const answered = raw.answerHeaders === null ? '' : `${headersOf([...raw.answerHeaders])}\n${bodyOf(raw.answer)}`;
  return {
    method: raw.method,
    url: cut(censor.clean(shownUrl(raw.url))),
    status: raw.status,
    request: cut(censor.clean(`${headersOf(Object.entries(raw.headers))}\n${bodyOf(raw.body)}`.trim())),
    response: cut(censor.clean(answered.trim())),
    at: raw.at,
    durationMs: raw.durationMs,
  };
}

/** An address with the values hidden that are secret. */
export function shownUrl(address: URL): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = url.hash === '' ? '' : HIDDEN;
  if (url.search === '') return decodeHidden(url.href);
  url.search = formOf(url.searchParams);
  return decodeHidden(url.href);
}

function decodeHidden(text: string): string {
  return text.replaceAll(encodeURIComponent(HIDDEN), HIDDEN);
}

function formOf(params: URLSearchParams): string {
  return decodeHidden(new URLSearchParams([...params].map(([name, value]) => [name, isSecret(name) ? HIDDEN : value])).toString());
}

function headersOf(headers: readonly (readonly [string, string])[]): string {
  const shown = headers.filter(([name]) => HEADERS.includes(name.toLowerCase()));
  return shown.map(([name, value]) => `${name.toLowerCase()}: ${headerValue(name.toLowerCase(), value)}`).join('\n');
}

function headerValue(name: string, value: string): string {
  if (name === 'authorization') return `${value.split(' ')[0]} ${HIDDEN}`;
  if (name === 'dpop' || name === 'dpop-nonce') return HIDDEN;
  if (name === 'location') return URL.canParse(value) ? shownUrl(new URL(value)) : (value.split(/[?#]/)[0] ?? '');
  return value;
}

/** JSON and forms with what is secret hidden; of anything else, such as JSON with something behind it, what reads like a pair. */
function bodyOf(body: string): string {
  if (body === '') return '';
  try {
    return JSON.stringify(JSON.parse(body, hideSecret), null, 2);
  } catch {
    const isForm = /^[\w.%-]+=[^\s<>]*$/.test(body);
    return isForm ? formOf(new URLSearchParams(body)).replaceAll('&', '\n') : withoutPairs(body);
  }
}

function hideSecret(name: string, value: unknown): unknown {
  return isSecret(name) && value !== null && typeof value !== 'boolean' ? HIDDEN : value;
}

function withoutPairs(text: string): string {
  return text.replace(PAIR, (pair, quote: string, name: string, between: string) =>
    isSecret(name) ? `${quote}${name}${quote}${between}${HIDDEN}` : pair,
  );
}

function cut(text: string): string {
  const clean = plain(text);
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
