import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { unusedPart } from './allowed-options.ts';

export const COMMANDS = ['list', 'add', 'remove', 'tools', 'call', 'login', 'logout', 'accounts', 'doctor', 'serve', 'help'] as const;
export type CommandName = (typeof COMMANDS)[number];

const TRANSPORTS = ['auto', 'http', 'sse', 'websocket'] as const;
type Transport = (typeof TRANSPORTS)[number];

/** A saved server may have no shorter limit. */
const LEAST_SAVED_TIMEOUT_MS = 1_000;

const OPTIONS = {
  home: { type: 'string' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  timeout: { type: 'string' },
  transport: { type: 'string' },
  header: { type: 'string', multiple: true },
  env: { type: 'string', multiple: true },
  cwd: { type: 'string' },
  name: { type: 'string' },
  category: { type: 'string' },
  args: { type: 'string' },
  account: { type: 'string' },
  login: { type: 'boolean', default: false },
  'no-browser': { type: 'boolean', default: false },
  'client-id': { type: 'string' },
  'client-secret-stdin': { type: 'boolean', default: false },
  'token-stdin': { type: 'boolean', default: false },
  port: { type: 'string' },
  'no-open': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

/** A command line as typed, understood but not yet resolved. */
export interface CommandLine {
  readonly command: CommandName;
  readonly words: readonly string[];
  /** What stands behind `--`: a command to start, with its arguments. */
  readonly program: readonly string[] | null;
  readonly home: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  /** ms; undefined: the defaults */
  readonly timeoutMs: number | undefined;
  readonly transport: Transport;
  readonly headers: Record<string, string>;
  readonly env: Record<string, string>;
  readonly cwd: string | undefined;
  readonly name: string | undefined;
  readonly category: string | undefined;
  readonly args: string | undefined;
  /** Name or id of an account; `new` for a further one. */
  readonly account: string | undefined;
  /** Whether to sign in without asking when the server asks for it. */
  readonly login: boolean;
  /** Whether a browser may be opened to sign in. */
  readonly browser: boolean;
  readonly clientId: string | undefined;
  readonly clientSecretStdin: boolean;
  readonly tokenStdin: boolean;
  readonly port: number | undefined;
  readonly open: boolean;
  readonly version: boolean;
}

/** A mistake in how the command was written; exit code 2. */
export function usageError(message: string): AppError {
  return new AppError('invalid_input', { issues: [{ path: '', message }] });
}

function wholeNumber(text: string | undefined, option: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw usageError(`--${option} takes a whole number from ${least} to ${most}`);
  return value;
}

function pairs(list: readonly string[], separator: RegExp, option: string, form: string): Record<string, string> {
  return Object.fromEntries(
    list.map((each) => {
      const match = separator.exec(each);
      if (!match || match.index === 0) throw usageError(`--${option} takes ${form}`);
      return [each.slice(0, match.index).trim(), each.slice(match.index + match[0].length)];
    }),
  );
}

/** Our own words, and what stands behind `--`. */
function split(argv: readonly string[]): { own: readonly string[]; program: readonly string[] | null } {
  const end = argv.indexOf('--');
  return end === -1 ? { own: argv, program: null } : { own: argv.slice(0, end), program: argv.slice(end + 1) };
}

/** Whether a command line asks for JSON, also one that cannot be understood. */
export function asksForJson(argv: readonly string[]): boolean {
  return split(argv).own.includes('--json');
}

/** Throws invalid_input with a sentence. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { own, program } = split(argv);
  if (program?.length === 0) throw usageError('Write the command that starts the server after "--"');
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(own);
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
  const { values, positionals, tokens } = parsed;
  const options = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const [first, ...words] = positionals;
  const command = values.help || first === undefined ? 'help' : COMMANDS.find((each) => each === first);
  if (!command) throw usageError(`There is no command "${first}". Commands: ${COMMANDS.join(', ')}`);
  const unused = command === 'help' || values.version ? null : unusedPart({ command, words, program, options });
  if (unused !== null) throw usageError(unused);
  const conflict = conflictingOptions(values);
  if (conflict !== null) throw usageError(conflict);
  const transport = values.transport === undefined ? 'auto' : TRANSPORTS.find((each) => each === values.transport);
  if (!transport) throw usageError('--transport takes auto, http, sse or websocket');
  return {
    command,
    words,
    program,
    home: values.home,
    json: values.json,
    verbose: values.verbose,
    timeoutMs: wholeNumber(values.timeout, 'timeout', command === 'add' ? LEAST_SAVED_TIMEOUT_MS : 1, 86_400_000),
    transport,
    headers: pairs(values.header ?? [], /:\s*/, 'header', '"Name: value"'),
    env: pairs(values.env ?? [], /=/, 'env', 'NAME=value'),
    cwd: values.cwd,
    name: values.name,
    category: values.category,
    args: values.args,
    account: values.account,
    login: values.login,
    browser: !values['no-browser'],
    clientId: values['client-id'],
    clientSecretStdin: values['client-secret-stdin'],
    tokenStdin: values['token-stdin'],
    port: wholeNumber(values.port, 'port', 0, 65_535),
    open: !values['no-open'],
    version: values.version,
  };
}

/** Why options cannot stand together, as a sentence; null when they can. */
function conflictingOptions(values: ReturnType<typeof parse>['values']): string | null {
  const readers = [
    values.args === '-' ? '--args -' : null,
    values['client-secret-stdin'] ? '--client-secret-stdin' : null,
    values['token-stdin'] ? '--token-stdin' : null,
  ].filter((each) => each !== null);
  if (readers.length > 1) return `Only one can read standard input: ${readers.join(', ')}`;
  if (values['client-secret-stdin'] && values['client-id'] === undefined) return '--client-secret-stdin needs --client-id';
  if (values['token-stdin'] && (values.login || values['client-id'] !== undefined)) return 'Give a key, or sign in: not both';
  return null;
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true, tokens: true });
}

/** The tool's arguments from `--args`: JSON, `@file`, or `-` for standard input. Throws invalid_input. */
export function readToolArguments(source: string | undefined): Record<string, unknown> {
  if (source === undefined) return {};
  let text = source;
  try {
    if (source === '-') text = readFileSync(0, 'utf8');
    else if (source.startsWith('@')) text = readFileSync(source.slice(1), 'utf8');
  } catch (error) {
    throw usageError(`--args could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usageError(`--args is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usageError('--args takes a JSON object, such as {"message":"hi"}');
  return value as Record<string, unknown>;
}
