import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { TrafficEntry } from '../../../shared/contract/model.ts';
import { previewOf } from '../messages/result-preview.ts';
import { redact, redactAll } from '../secrets/redact.ts';
import { shownAddress } from './endpoint.ts';
import { sessionStart } from './session-start.ts';

const KEEP_ENTRIES = 1_000;
/** Memory that the kept messages may take, in bytes of their JSON text. */
const KEEP_BYTES = 8 * 1024 * 1024;
/** A larger message is kept as its preview. */
const WHOLE_BYTES = 64 * 1024;
const BODY_CHARS = 16_000;
/** Indented, the text of a message grows with the square of its depth. */
const DEEPEST = 100;
/** Entries handed out at once. */
const BATCH = 500;
/** Requests whose answer is waited for; of more, the oldest are not matched with it. */
const KEEP_PENDING = 10_000;
const HIDDEN_HEADERS = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key)$|token|secret|key$/i;

/** One request and its answer as HTTP, without bodies: these are messages of their own. */
export interface HttpExchange {
  method: string;
  /** without credentials and query values */
  url: string;
  /** null when no answer came */
  status: number | null;
  requestHeaders: Readonly<Record<string, string>>;
  responseHeaders: Readonly<Record<string, string>>;
  durationMs: number;
  /** Why no answer came. */
  problem?: string;
}

interface Kept {
  n: number;
  at: number;
  direction: TrafficEntry['direction'];
  kind: TrafficEntry['kind'];
  label: string;
  sizeBytes: number;
  durationMs: number | null;
  /** What the body is made from, when somebody looks. */
  content: () => unknown;
  cut: boolean;
  cost: number;
}

/**
 * What went over the wire of one connection: the last messages and HTTP exchanges, bounded in number and memory. They are
 * made into text, without secrets, only when somebody looks.
 */
export class WireLog {
  readonly #now: () => number;
  #entries: Kept[] = [];
  #bytes = 0;
  #latest = 0;
  /** Method and time of each request that has no answer yet, by direction and id. */
  readonly #pending = new Map<string, { method: string; at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `sizeBytes` of the message as it travelled; `cut`: it is only a part of what travelled. */
  message(direction: TrafficEntry['direction'], message: JSONRPCMessage, sizeBytes: number, cut = false): void {
    const at = this.#now();
    const { label, durationMs } = this.#describe(direction, message, at);
    const whole = !cut && sizeBytes <= WHOLE_BYTES;
    const kept = whole ? message : previewOf(message, WHOLE_BYTES);
    const cost = Math.min(sizeBytes, WHOLE_BYTES);
    this.#add({ at, direction, kind: 'rpc', label, sizeBytes, durationMs, content: () => kept, cut: !whole, cost });
  }

  exchange(exchange: HttpExchange): void {
    const { method, url, status, requestHeaders, responseHeaders, durationMs } = exchange;
    const cost = url.length + sizeOf(requestHeaders) + sizeOf(responseHeaders);
    const label = `${method} ${status ?? 'without an answer'}`;
    const content = () => exchangeShown(exchange);
    this.#add({ at: this.#now(), direction: 'out', kind: 'http', label, sizeBytes: 0, durationMs, content, cut: false, cost });
  }

  /** Entries after number `after`, oldest first, without the secrets. */
  after(after: number, secrets: readonly string[]): { entries: TrafficEntry[]; latest: number } {
    const first = this.#entries.findIndex((entry) => entry.n > after);
    const entries = first === -1 ? [] : this.#entries.slice(first, first + BATCH);
    return { entries: entries.map((entry) => shown(entry, secrets)), latest: this.#latest };
  }

  #describe(direction: TrafficEntry['direction'], message: JSONRPCMessage, at: number): { label: string; durationMs: number | null } {
    if ('method' in message) {
      if ('id' in message) this.#asked(`${direction} ${message.id}`, message.method, at);
      return { label: message.method, durationMs: null };
    }
    const asked = `${direction === 'in' ? 'out' : 'in'} ${message.id}`;
    const request = this.#pending.get(asked);
    this.#pending.delete(asked);
    const kind = 'error' in message ? 'error' : 'result';
    return { label: request ? `${kind} of ${request.method}` : kind, durationMs: request ? Math.max(0, at - request.at) : null };
  }

  #asked(id: string, method: string, at: number): void {
    this.#pending.set(id, { method, at });
    const [oldest] = this.#pending.keys();
    if (this.#pending.size > KEEP_PENDING && oldest !== undefined) this.#pending.delete(oldest);
  }

  #add(entry: Omit<Kept, 'n'>): void {
    this.#latest += 1;
    this.#entries.push({ ...entry, n: this.#latest });
    this.#bytes += entry.cost;
    let drop = 0;
    while (this.#entries.length - drop > KEEP_ENTRIES || (this.#bytes > KEEP_BYTES && this.#entries.length - drop > 1)) {
      this.#bytes -= this.#entries[drop]?.cost ?? 0;
      drop += 1;
    }
    if (drop > 0) this.#entries = this.#entries.slice(drop);
  }
}

function shown({ content: contentOf, cost: _, ...entry }: Kept, secrets: readonly string[]): TrafficEntry {
  const content = redactAll(contentOf(), secrets);
  const deep = isDeeper(content, DEEPEST);
  const text = redact(JSON.stringify(deep ? previewOf(content) : content, null, 2), secrets);
  const cut = entry.cut || deep || text.length > BODY_CHARS;
  return { ...entry, label: redact(entry.label, secrets).slice(0, 200), body: text.slice(0, BODY_CHARS), cut };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function exchangeShown({ url, problem, requestHeaders, responseHeaders }: HttpExchange): object {
  const request = withoutSecrets(requestHeaders);
  const response = withoutSecrets(responseHeaders);
  return problem === undefined ? { url, request, response } : { url, problem, request, response };
}

function sizeOf(headers: Readonly<Record<string, string>>): number {
  let size = 0;
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0);
  return size;
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shownHeader(name, value)]));
}

function shownHeader(name: string, value: string): string {
  if (/^mcp-session-id$/i.test(name)) return `${sessionStart(value)}…`;
  if (/^(content-)?location$/i.test(name) && URL.canParse(value)) return shownAddress(value);
  return HIDDEN_HEADERS.test(name) ? '•••' : value;
}
