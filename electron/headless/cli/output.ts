import { type AppErrorData, type ErrorCode, toErrorData } from '../../../shared/errors.ts';
import { plain } from '../../core/plain-text.ts';

/** Where a command writes: answers on `out`, everything else on `err`. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** One line of plain text, for names: one with a line break in it could pass for two. */
export function oneLine(text: string): string {
  return plain(text.replace(/[\t\n\r\u2028\u2029]+/g, ' '));
}

/** What to do about it on a command line, where that is something else than in a window. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  invalid_input: 'patchbay --help tells how commands are written.',
  not_found: 'patchbay list and patchbay accounts tell what is there.',
  cancelled: 'What had begun was ended.',
  sign_in_needed: 'Sign in with --login, or before with: patchbay login <server>',
  scope_needed: 'Grant them with --login, or with: patchbay login <server>',
  auth_client_needed:
    'Register Patchbay there by hand, then give its id: --client-id ID, and the secret on standard input with --client-secret-stdin',
  auth_client_refused: 'Give the client’s id again with --client-id, and its secret on standard input with --client-secret-stdin.',
  key_refused: 'Check that the key is complete, still valid, and of the right account.',
  secret_missing: 'Add the server again, or enter the secret in the app.',
  vault_unset:
    'Name a file that holds a passphrase in PATCHBAY_PASSPHRASE_FILE, or run this in a terminal to choose one. Nothing was saved in plain text.',
  vault_damaged:
    'It was set aside in the data folder; nothing in it was deleted. Put a good copy of vault.json there, or move the damaged file elsewhere to begin with a new one.',
  vault_locked: 'Name the file that holds their passphrase in PATCHBAY_PASSPHRASE_FILE, or run this in a terminal to enter it.',
};

/** Writes one JSON document with a newline. */
export function writeJson(output: Output, value: unknown): void {
  output.out(`${JSON.stringify(value, null, 2)}\n`);
}

/** One failure: a JSON document with `--json`, otherwise sentences on `err`. Returns its data. */
export function writeError(output: Output, error: unknown, json: boolean): AppErrorData {
  const told = toErrorData(error);
  const data = { ...told, hint: HINTS[told.code] ?? told.hint };
  const issues = Array.isArray(data.details?.issues) ? (data.details.issues as { path: string; message: string }[]) : [];
  const message =
    data.code === 'invalid_input' && issues.length > 0
      ? issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
      : data.message;
  if (json) {
    writeJson(output, { error: { code: data.code, message, hint: data.hint } });
  } else {
    output.err(`${plain(message)}\n`);
    if (data.code !== 'invalid_input' && data.hint) output.err(`${plain(data.hint)}\n`);
  }
  if (data.technical) output.err(`\n${plain(data.technical)}\n`);
  return data;
}

/** Rows as columns of plain text, padded to the widest cell. A row is one line, whatever its cells hold. */
export function table(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(oneLine));
  const widths: number[] = [];
  for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  const padded = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ');
  return rows.map((row) => `${padded(row)}\n`).join('');
}

interface ContentBlock {
  type?: unknown;
  text?: unknown;
  data?: unknown;
  mimeType?: unknown;
  uri?: unknown;
  name?: unknown;
  resource?: { uri?: unknown; text?: unknown; mimeType?: unknown };
}

/** A tool's result as a person reads it in a terminal. */
export function resultText(result: Record<string, unknown>): string {
  const blocks = Array.isArray(result.content) ? (result.content as ContentBlock[]) : [];
  const parts = blocks.map((block) => {
    if (block?.type === 'text' && typeof block.text === 'string') return plain(block.text);
    if ((block?.type === 'image' || block?.type === 'audio') && typeof block.data === 'string') {
      return `[${block.type} ${oneLine(String(block.mimeType))}, ${Math.round((block.data.length * 3) / 4 / 1024)} KB]`;
    }
    if (block?.type === 'resource_link') return `[link ${oneLine(String(block.name ?? ''))} ${oneLine(String(block.uri))}]`;
    if (block?.type === 'resource' && typeof block.resource?.text === 'string') return plain(block.resource.text);
    return plain(JSON.stringify(block, null, 2));
  });
  if (parts.length === 0 && result.structuredContent !== undefined) parts.push(plain(JSON.stringify(result.structuredContent, null, 2)));
  return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
}
