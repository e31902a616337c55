import { type RemoteInput, type ServerInput, type StdioInput, serverInput, type TransportInput } from '../../../shared/contract/model.ts';
import { type Mark, markSecrets } from '../secrets/mark-secrets.ts';
import { isObject, type JsonObject, member, scalarText } from './json-value.ts';
import { withKeyAsAuth } from './key-as-auth.ts';
import { nameOfTransport, type UniqueNames } from './server-name.ts';
import { splitShellWords } from './shell-words.ts';
import { VARIABLE } from './variable.ts';
import { quotedList, type Warnings } from './warnings.ts';

/** How a client's configuration is to be read where clients differ. */
export interface EntryRules {
  /** Unit of a plain `timeout`; null: told from its size. */
  readonly timeoutUnit: 's' | 'ms' | null;
  /** Working folder of entries that name none. */
  readonly folder?: string;
}

export const ANY_CLIENT: EntryRules = { timeoutUnit: null };

const COMMAND_KEYS = ['command', 'cmd'];
const URL_KEYS = ['url', 'serverUrl', 'server_url', 'httpUrl', 'uri', 'endpoint'];
const ENV_KEYS = ['env', 'environment', 'envs'];
const HEADER_KEYS = ['headers', 'http_headers'];
const FOLDER_KEYS = ['cwd', 'workingDirectory', 'working_directory'];
const TYPE_KEYS = ['type', 'transport', 'transportType'];
const TIMEOUT_KEYS = ['timeout', 'tool_timeout_sec', 'callTimeoutMs'];
/** Read here, or without any meaning outside the app that wrote them. */
const KNOWN = new Set(
  [COMMAND_KEYS, URL_KEYS, ENV_KEYS, HEADER_KEYS, FOLDER_KEYS, TYPE_KEYS, TIMEOUT_KEYS]
    .flat()
    .concat(['args', 'name', 'title', 'description', 'notes', 'id', '$schema', 'source']),
);
const PLACEHOLDER = /\$\{[^{}]{1,100}\}/g;

/** Whether an object is the definition of one server rather than a map of several. */
export function looksLikeEntry(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const url = URL_KEYS.some((key) => typeof member(value, key) === 'string');
  return url || COMMAND_KEYS.some((key) => isCommand(member(value, key)));
}

function isCommand(value: unknown): boolean {
  return typeof value === 'string' || Array.isArray(value) || (isObject(value) && typeof member(value, 'path') === 'string');
}

function first(entry: JsonObject, keys: readonly string[]): unknown {
  for (const key of keys) {
    const value = member(entry, key);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** Nothing is lost when a switch at its harmless value or an empty list is left out. */
function carriesNothing(key: string, value: unknown): boolean {
  if (value === null || value === '' || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return /^(?:enabled|isActive|active)$/.test(key) ? value === true : value === false;
}

/** Reads one entry of any client's configuration format into what the form takes. */
export class EntryReader {
  readonly #warnings: Warnings;
  readonly #names: UniqueNames;
  readonly #rules: EntryRules;
  readonly #mark: Mark;

  constructor(warnings: Warnings, names: UniqueNames, rules: EntryRules, mark: Mark) {
    this.#warnings = warnings;
    this.#names = names;
    this.#rules = rules;
    this.#mark = mark;
  }

  /** The server, or null with a warning that says why there is none. An empty `key` asks for a name made from the entry. */
  read(key: string, entry: unknown): ServerInput | null {
    const label = labelOf(key, entry);
    if (!isObject(entry)) {
      this.#warnings.add(`${label} was left out: it is not an object.`);
      return null;
    }
    const transport = this.#transport(label, entry);
    if (transport === null) return null;
    const fallback = safeName(transport);
    const given = key || scalarText(first(entry, ['name', 'title'])) || fallback;
    const parsed = serverInput.safeParse({
      name: 'unnamed',
      notes: (scalarText(first(entry, ['notes', 'description'])) ?? '').slice(0, 20_000),
      callTimeoutMs: this.#timeout(label, entry),
      transport,
    });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const path = issue?.path.filter((part) => part !== 'transport').join('.') ?? '';
      this.#warnings.add(`${label} was left out: ${issue?.message ?? 'it is not valid'}${path === '' ? '' : ` (${path.slice(0, 80)})`}.`);
      return null;
    }
    this.#noteUnread(label, entry, parsed.data.transport.kind);
    this.#notePlaceholders(label, parsed.data.transport);
    const { transport: marked } = markSecrets(withKeyAsAuth(parsed.data.transport), this.#mark);
    return { ...parsed.data, transport: marked, name: this.#names.take(given, fallback) };
  }

  #transport(label: string, entry: JsonObject): unknown {
    const declared = first(entry, TYPE_KEYS);
    const type = typeof declared === 'string' ? declared.toLowerCase().replace(/[-_\s]/g, '') : '';
    const command = first(entry, COMMAND_KEYS);
    const url = scalarText(first(entry, URL_KEYS))?.trim();
    const hasCommand = isCommand(command) && command !== '';
    if (!hasCommand && !url) {
      this.#warnings.add(`${label} was left out: it has neither a command nor an address.`);
      return null;
    }
    const local = hasCommand && (!url || type === '' || type === 'stdio' || type === 'local');
    if (hasCommand && url) this.#warnings.add(`${label} has a command and an address: the ${local ? 'command' : 'address'} was taken.`);
    return local ? this.#stdio(label, entry, command) : this.#remote(label, entry, url ?? '', type);
  }

  #stdio(label: string, entry: JsonObject, command: unknown): unknown {
    // Zed once nested the three parts under `command`.
    const nested = isObject(command) ? command : {};
    const rawArgs = first(entry, ['args']) ?? member(nested, 'args');
    const rawEnv = first(entry, ENV_KEYS) ?? member(nested, 'env');
    let program = scalarText(isObject(command) ? member(nested, 'path') : command) ?? '';
    let args = this.#words(label, rawArgs);
    if (Array.isArray(command)) {
      const [head = '', ...rest] = this.#words(label, command);
      program = head;
      args = [...rest, ...args];
    } else if (rawArgs === undefined && /\s/.test(program.trim()) && !/^\s*(?:\/|~|[A-Za-z]:[\\/]|\\\\)/.test(program)) {
      const split = splitShellWords(program);
      if (split.openQuote === null && split.words.length > 1) {
        [program = '', ...args] = split.words;
        this.#warnings.add(`The command of ${label} was split at its spaces into a command and arguments.`);
      }
    }
    const cwd = scalarText(first(entry, FOLDER_KEYS)) ?? this.#rules.folder ?? null;
    return { kind: 'stdio', command: program, args, env: this.#pairs(label, rawEnv, 'variable'), cwd: cwd === '' ? null : cwd };
  }

  #remote(label: string, entry: JsonObject, url: string, type: string): unknown {
    let mode: RemoteInput['mode'] = 'auto';
    if (type === 'http' || type === 'streamablehttp') mode = 'http';
    else if (type === 'sse') mode = 'sse';
    else if (type === 'websocket' || type === 'ws') mode = 'websocket';
    else if (type !== '' && type !== 'remote' && type !== 'stdio') {
      this.#warnings.add(`${label} names the transport ${quotedList([type])}, which Patchbay does not know: it will find out by itself.`);
    } else if (type === '' && typeof member(entry, 'httpUrl') === 'string') mode = 'http';
    const headers = this.#pairs(label, first(entry, HEADER_KEYS), 'header');
    if (URL.canParse(url) && (new URL(url).username !== '' || new URL(url).password !== '')) {
      this.#warnings.add(`The address of ${label} holds a user name or password: most servers want a key in a header instead.`);
    }
    return { kind: 'remote', url, mode, headers };
  }

  #words(label: string, value: unknown): string[] {
    if (value === undefined || value === null) return [];
    if (typeof value === 'string') {
      this.#warnings.add(`The arguments of ${label} were one text: they were split at its spaces.`);
      return splitShellWords(value).words;
    }
    if (!Array.isArray(value)) {
      this.#warnings.add(`The arguments of ${label} were left out: they are not a list.`);
      return [];
    }
    const words = value.map(scalarText);
    const kept = words.filter((word) => word !== undefined);
    if (kept.length < words.length)
      this.#warnings.add(`${words.length - kept.length} arguments of ${label} were left out: they are not text.`);
    return kept;
  }

  /** Names with values: an object, or a list of `NAME=value`. */
  #pairs(label: string, value: unknown, what: 'variable' | 'header'): Record<string, string> {
    const pairs: [string, string][] = [];
    const refused: string[] = [];
    if (Array.isArray(value)) {
      for (const item of value) {
        const text = typeof item === 'string' ? item : '';
        const at = text.indexOf(what === 'header' ? ':' : '=');
        if (at > 0) pairs.push([text.slice(0, at).trim(), what === 'header' ? text.slice(at + 1).trim() : text.slice(at + 1)]);
        else refused.push('an unreadable line');
      }
    } else if (isObject(value)) {
      for (const [name, item] of Object.entries(value)) {
        const text = scalarText(item);
        if (text === undefined || name === '__proto__') refused.push(name);
        else pairs.push([name.trim(), text]);
      }
    } else if (value !== undefined && value !== null) refused.push(`${what}s`);
    if (refused.length > 0)
      this.#warnings.add(`Of the ${what}s of ${label}, ${quotedList(refused)} ${refused.length > 1 ? 'were' : 'was'} left out: not text.`);
    return Object.fromEntries(pairs);
  }

  #timeout(label: string, entry: JsonObject): number | null {
    for (const key of TIMEOUT_KEYS) {
      const value = member(entry, key);
      if (typeof value !== 'number') continue;
      const declared = key === 'tool_timeout_sec' ? 's' : key === 'callTimeoutMs' ? 'ms' : this.#rules.timeoutUnit;
      const unit = declared ?? (value < 1_000 ? 's' : 'ms');
      const ms = Math.round(unit === 's' ? value * 1_000 : value);
      if (ms < 1_000 || ms > 86_400_000) {
        this.#warnings.add(`“${key}” of ${label} was left out: it is not between 1 second and 24 hours.`);
        return null;
      }
      if (declared === null) this.#warnings.add(`“${key}” of ${label} was read as ${ms / 1_000} s for each call.`);
      return ms;
    }
    return null;
  }

  #noteUnread(label: string, entry: JsonObject, kind: TransportInput['kind']): void {
    const other = kind === 'stdio' ? [...HEADER_KEYS] : [...ENV_KEYS, ...FOLDER_KEYS, 'args'];
    const left = Object.entries(entry)
      .filter(([key, value]) => (!KNOWN.has(key) || other.includes(key)) && !carriesNothing(key, value))
      .map(([key]) => key);
    if (left.length > 0) this.#warnings.add(`${quotedList(left)} of ${label} ${left.length > 1 ? 'were' : 'was'} left out.`);
  }

  #notePlaceholders(label: string, transport: TransportInput): void {
    if (transport.kind === 'sample') return;
    const filled =
      transport.kind === 'stdio'
        ? [transport.command, ...transport.args, ...texts(transport.env), transport.cwd ?? '']
        : texts(transport.headers);
    const rest = filled.map((text) => text.replaceAll(VARIABLE, ''));
    const found = new Set([...rest, transport.kind === 'remote' ? transport.url : ''].flatMap((text) => text.match(PLACEHOLDER) ?? []));
    if (found.size > 0) {
      this.#warnings.add(
        `${label} has placeholders that Patchbay does not fill in: replace ${quotedList([...found])} with the real value.`,
      );
    }
    this.#noteVariables(label, transport, filled);
  }

  /** A definition may come from a stranger: what it takes from this computer is said before it is used. */
  #noteVariables(label: string, transport: RemoteInput | StdioInput, filled: readonly string[]): void {
    const names = new Set(filled.flatMap((text) => [...text.matchAll(VARIABLE)].map(([, name = '']) => name)));
    if (names.size === 0) return;
    const whose = transport.kind === 'remote' ? `sends them to ${new URL(transport.url).host}` : 'gives them to its command';
    this.#warnings.add(`${label} takes values from this computer’s environment and ${whose}: ${quotedList([...names])}.`);
  }
}

function labelOf(key: string, entry: unknown): string {
  const name = key || (isObject(entry) ? (scalarText(first(entry, ['name', 'title'])) ?? '') : '');
  return name === '' ? 'this server' : quotedList([name]);
}

/** Values that are written out. */
function texts(values: Readonly<Record<string, unknown>>): string[] {
  return Object.values(values).filter((value) => typeof value === 'string');
}

function safeName(transport: unknown): string {
  const parsed = serverInput.shape.transport.safeParse(transport);
  return parsed.success ? nameOfTransport(parsed.data) : 'Server';
}
