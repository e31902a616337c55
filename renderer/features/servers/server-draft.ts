import type { RemoteConfig, ServerInput, TransportInput } from '../../../shared/contract/model.ts';
import { namesSecret } from '../../../shared/secret-names.ts';
import { type AuthDraft, type AuthError, authDraft, authErrors, authFrom, EMPTY_AUTH } from './auth-draft.ts';
import { EMPTY_LIMITS, type LimitError, type LimitsDraft, limitErrors, limitsDraft, limitsFrom } from './limits-draft.ts';
import { EMPTY_SECRET, type EnteredText, enteredText, hasValue, type SecretDraft, secretDraft } from './secret-draft.ts';

/** One row of environment or headers. `key` is the row's own, for React. */
export interface DraftRow extends SecretDraft {
  readonly key: number;
  readonly name: string;
}

/** A server as it is being entered: both kinds are kept, so that switching loses nothing. */
export interface ServerDraft {
  readonly kind: TransportInput['kind'];
  readonly name: string;
  readonly categoryId: string | null;
  /** Name of a category that is made when the server is saved; null: `categoryId` says where it goes. */
  readonly newCategory: string | null;
  readonly icon: string;
  readonly notes: string;
  readonly command: string;
  /** One argument a line; see `argumentsText`. */
  readonly args: string;
  readonly env: readonly DraftRow[];
  readonly cwd: string;
  readonly url: string;
  readonly mode: RemoteConfig['mode'];
  readonly headers: readonly DraftRow[];
  readonly query: readonly DraftRow[];
  readonly auth: AuthDraft;
  /** Empty: none. */
  readonly caFile: string;
  readonly acceptInvalid: boolean;
  readonly limits: LimitsDraft;
}

export const EMPTY_DRAFT: ServerDraft = {
  kind: 'stdio',
  name: '',
  categoryId: null,
  newCategory: null,
  icon: '',
  notes: '',
  command: '',
  args: '',
  env: [],
  cwd: '',
  url: '',
  mode: 'auto',
  headers: [],
  query: [],
  auth: EMPTY_AUTH,
  caFile: '',
  acceptInvalid: false,
  limits: EMPTY_LIMITS,
};

let nextKey = 1;

export function newRow(name = '', value = ''): DraftRow {
  return { ...EMPTY_SECRET, key: nextKey++, name, value };
}

/** What a line in double quotes stands for, written as in JSON; null where it is not that. */
function unquoted(line: string): string | null {
  if (!/^\s*".*"\s*$/s.test(line)) return null;
  try {
    return JSON.parse(line) as string;
  } catch {
    return null;
  }
}

/** Arguments, one a line. One that is blank, has line breaks or would read as quoted is quoted as in JSON. */
export function argumentsText(args: readonly string[]): string {
  return args.map((arg) => (arg.trim() === '' || /[\r\n]/.test(arg) || unquoted(arg) !== null ? JSON.stringify(arg) : arg)).join('\n');
}

/** The arguments that a text stands for; empty lines are nothing. */
export function argumentsOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => unquoted(line) ?? line);
}

export type EnteredRecord = Readonly<Record<string, EnteredText>>;

/** `plainInVault`: what is decided about values that are not in the vault. */
export function rowsOf(record: EnteredRecord | undefined, plainInVault: false | null): DraftRow[] {
  return Object.entries(record ?? {}).map(([name, value]) => ({ ...newRow(name), ...secretDraft(value, plainInVault) }));
}

function recordOf(rows: readonly DraftRow[]): Record<string, EnteredText> {
  return Object.fromEntries(
    rows.filter((row) => row.name.trim() !== '' || hasValue(row)).map((row) => [row.name.trim(), enteredText(row, row.name.trim())]),
  );
}

/** A saved server, ready to be edited. What was saved outside the vault stays there unless the person decides otherwise. */
export function draftOfSaved(server: ServerInput): ServerDraft {
  return draftOf(server, EMPTY_DRAFT, false);
}

/** A recognised server, ready to be edited. `before` keeps what the other kind held. */
export function draftFrom(server: ServerInput, before: ServerDraft = EMPTY_DRAFT): ServerDraft {
  return draftOf(server, before, null);
}

function draftOf(server: ServerInput, before: ServerDraft, plainInVault: false | null): ServerDraft {
  const { transport } = server;
  const common: ServerDraft = {
    ...before,
    kind: transport.kind,
    name: server.name,
    categoryId: server.categoryId ?? before.categoryId,
    icon: server.icon,
    notes: server.notes,
    limits: limitsDraft(server, before.limits),
  };
  if (transport.kind === 'stdio') {
    const { command, args, env, cwd } = transport;
    return { ...common, command, args: argumentsText(args), env: rowsOf(env, plainInVault), cwd: cwd ?? '' };
  }
  if (transport.kind === 'remote') {
    const { url, mode, headers, query, auth, tls } = transport;
    return {
      ...common,
      url,
      mode,
      headers: rowsOf(headers, plainInVault),
      query: rowsOf(query, plainInVault),
      auth: authDraft(auth, { hasKeyHeaders: Object.keys(headers).some(namesSecret), isSaved: plainInVault !== null }, before.auth),
      caFile: tls.caFile ?? '',
      acceptInvalid: tls.acceptInvalid,
    };
  }
  return common;
}

function transportOf(draft: ServerDraft): TransportInput {
  switch (draft.kind) {
    case 'stdio':
      return {
        kind: 'stdio',
        command: draft.command,
        args: argumentsOf(draft.args),
        env: recordOf(draft.env),
        cwd: draft.cwd.trim() === '' ? null : draft.cwd.trim(),
      };
    case 'remote':
      return {
        kind: 'remote',
        url: draft.url,
        mode: draft.mode,
        headers: recordOf(draft.headers),
        query: recordOf(draft.query),
        auth: authFrom(draft.auth),
        tls: { caFile: draft.caFile.trim() === '' ? null : draft.caFile.trim(), acceptInvalid: draft.acceptInvalid },
      };
    case 'sample':
      return { kind: 'sample' };
    default:
      return draft.kind satisfies never;
  }
}

/** What goes to the core, which checks it. A limit that is no number must be caught before, by `draftErrors`. */
export function inputFrom(draft: ServerDraft): ServerInput {
  return {
    name: draft.name,
    categoryId: draft.categoryId,
    icon: draft.icon,
    notes: draft.notes,
    ...limitsFrom(draft.limits),
    transport: transportOf(draft),
  };
}

/** Faults that would not survive the way to the core: messages' ids by field path. */
export function draftErrors(draft: ServerDraft): Record<string, LimitError | AuthError | 'serverForm.duplicateName'> {
  const errors: ReturnType<typeof draftErrors> = {
    ...limitErrors(draft.limits),
    ...(draft.kind === 'remote' ? authErrors(draft.auth) : {}),
  };
  const asWritten = (name: string) => name;
  if (draft.kind === 'stdio') markDuplicates(errors, 'transport.env', draft.env, asWritten);
  if (draft.kind === 'remote') {
    // Header names are the same in any case (RFC 9110 section 5.1); variables are not, outside Windows.
    markDuplicates(errors, 'transport.headers', draft.headers, (name) => name.toLowerCase());
    markDuplicates(errors, 'transport.query', draft.query, asWritten);
  }
  return errors;
}

function markDuplicates(
  errors: ReturnType<typeof draftErrors>,
  place: string,
  rows: readonly DraftRow[],
  fold: (name: string) => string,
): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const name = fold(row.name.trim());
    if (name !== '' && seen.has(name)) errors[`${place}.${row.name.trim()}`] = 'serverForm.duplicateName';
    seen.add(name);
  }
}

/** Rows with variables taken over: a name that is there gets the new value, others come after. */
export function mergedRows(rows: readonly DraftRow[], variables: Readonly<Record<string, string>>): DraftRow[] {
  const taken = new Map(Object.entries(variables));
  const kept = rows
    .filter((row) => row.name.trim() !== '' || hasValue(row))
    .map((row) => {
      const value = taken.get(row.name.trim());
      taken.delete(row.name.trim());
      return value === undefined ? row : { ...row, value, isReplaced: row.stored !== null };
    });
  return [...kept, ...[...taken].map(([name, value]) => newRow(name, value))];
}

/** Of the page only: a row's own key, and that a stored value is about to be replaced. */
const UNSAID: ReadonlySet<string> = new Set<keyof DraftRow>(['key', 'isReplaced']);

/** Whether two drafts mean the same. */
export function sameDraft(a: ServerDraft, b: ServerDraft): boolean {
  const plain = (draft: ServerDraft) => JSON.stringify(draft, (key, value) => (UNSAID.has(key) ? undefined : value));
  return plain(a) === plain(b);
}

/** `NAME=value` lines as rows; null where the text is something else. Understands `export` and quotes, as .env files do. */
export function rowsFromLines(text: string): DraftRow[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const parsed = lines.map((line) => /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*[=:]\s*(.*?)\s*$/.exec(line));
  if (lines.length === 0 || parsed.some((match) => match === null)) return null;
  return parsed.map((match) => newRow(match?.[1], (match?.[2] ?? '').replace(/^(["'])(.*)\1$/, '$2')));
}
