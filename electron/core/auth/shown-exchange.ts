import type { SignInExchange } from '../../../shared/contract/auth.ts';
import { plain } from '../plain-text.ts';
import { redact } from '../secrets/redact.ts';
import { HIDDEN } from '../secrets/secret-arguments.ts';
import { longestFirst } from '../secrets/secrets.ts';
import type { RawExchange } from './auth-http.ts';

/** Most characters of a request or an answer that are shown. */
const LONGEST = 4_000;
/** What carries a secret, as parameter, field of JSON, or part of a query. */
const SECRET =
  /^(access_token|refresh_token|id_token|token|code|code_verifier|state|client_secret|client_assertion|assertion|password|registration_access_token|nonce|session_state)$|secret|api_?key/i;
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
    this.#secrets = longestFirst([...this.#secrets, value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
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
  return decodeHidden(new URLSearchParams([...params].map(([name, value]) => [name, SECRET.test(name) ? HIDDEN : value])).toString());
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

/** JSON and forms with what is secret hidden; anything else as it is, since it holds nothing that was asked for. */
function bodyOf(body: string): string {
  if (body === '') return '';
  try {
    return JSON.stringify(JSON.parse(body, hideSecret), null, 2);
  } catch {
    const isForm = /^[\w.%-]+=[^\s<>]*$/.test(body);
    return isForm ? formOf(new URLSearchParams(body)).replaceAll('&', '\n') : body;
  }
}

function hideSecret(name: string, value: unknown): unknown {
  return SECRET.test(name) && (typeof value === 'string' || typeof value === 'number') ? HIDDEN : value;
}

function cut(text: string): string {
  const clean = plain(text);
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
