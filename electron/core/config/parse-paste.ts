import type { ParsedPaste } from '../../../shared/contract/methods.ts';
import type { Mark } from '../secrets/mark-secrets.ts';
import { readCommandLine } from './command-line.ts';
import { readJson, textProblem } from './json-text.ts';
import { readServers } from './read-servers.ts';
import { ANY_CLIENT, EntryReader } from './server-entry.ts';
import { findServers } from './server-map.ts';
import { UniqueNames } from './server-name.ts';
import { readToml } from './toml-text.ts';
import { Warnings } from './warnings.ts';

const MAX_TEXT = 2_000_000;
const MAX_COMMAND = 100_000;
const NOTHING = 'Paste a command line, a web address, or the JSON of a server.';
const NO_SERVERS = 'No server was found in this text. It should hold “mcpServers”, or an entry with a “command” or a “url”.';

/** The page knows the text already. */
const asNew: Mark = ($new) => ({ $new });

/**
 * Recognises a server, or several, in pasted text: an address, a command line (also `claude mcp add …` and
 * `code --add-mcp …`), JSON with or without comments, a fragment of it, or Codex's TOML. Nothing runs or is fetched. What looks like
 * a secret is on its way into the vault; what the text itself says about secrets and entries of the vault is not taken.
 * Throws only `invalid_input`, with a sentence for the field `text`.
 */
export function parsePaste(text: string): ParsedPaste {
  if (text.length > MAX_TEXT) throw textProblem('This text is longer than 2,000,000 characters.');
  const pasted = unwrap(text);
  if (pasted === '') throw textProblem(NOTHING);
  if (/^(?:#[^\n]*\n\s*)*\[mcp_servers\b/.test(pasted)) return checked(readToml(pasted));
  if (/^(?:[{[]|\/[/*])/.test(pasted)) return checked(readJson(pasted));
  if (/^"[^"\n]{0,500}"\s*:/.test(pasted)) return checked(readJson(pasted, true));
  const url = wholeUrl(pasted);
  return url === null ? fromCommand(pasted) : fromUrl(url.address, url.note);
}

/** Without a byte order mark, the fence of a Markdown code block, or blanks around it. */
function unwrap(text: string): string {
  const plain = text.replace(/^\uFEFF/, '').trim();
  const fence = /^(`{3,})[^\n`]*\n/.exec(plain);
  if (fence === null) return /^`[^`\n]+`$/.test(plain) ? plain.slice(1, -1).trim() : plain;
  const end = plain.lastIndexOf(`\n${fence[1] ?? ''}`);
  return plain.slice(fence[0].length, end < fence[0].length - 1 ? undefined : end + 1).trim();
}

function checked(root: unknown): ParsedPaste {
  const found = findServers(root);
  if (found === null) throw textProblem(NO_SERVERS);
  const parsed = readServers(found, ANY_CLIENT, asNew);
  if (parsed.servers.length === 0) throw textProblem(parsed.warnings.slice(0, 3).join(' ') || NO_SERVERS);
  return parsed;
}

/** The text as one address; `mcp.example.com/sse` and `localhost:3000` get the scheme that they leave out. */
function wholeUrl(text: string): { address: string; note: string | null } | null {
  if (text.length > 8_000 || /\s/.test(text)) return null;
  const plain = text.replace(/^<(.*)>$/, '$1').replace(/^(["'])(.*)\1$/, '$2');
  if (/^(https?|wss?):\/\//i.test(plain)) return { address: plain, note: null };
  if (/^[a-z][\w+.-]*:\/\//i.test(plain))
    throw textProblem('Only addresses that begin with https://, http://, wss:// or ws:// can be added.');
  const scheme = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:\/|$)/.test(plain)
    ? 'http'
    : /^(?:[a-z\d-]+\.)+[a-z]{2,24}(?::\d{1,5})?\//i.test(plain)
      ? 'https'
      : null;
  return scheme === null ? null : { address: `${scheme}://${plain}`, note: `“${scheme}://” was put before the address.` };
}

function fromUrl(address: string, note: string | null): ParsedPaste {
  const warnings = new Warnings();
  if (note !== null) warnings.add(note);
  return one('url', '', { url: address }, warnings);
}

function fromCommand(text: string): ParsedPaste {
  if (text.length > MAX_COMMAND) throw textProblem('This is too long for a command line, and it is neither an address nor JSON.');
  const warnings = new Warnings();
  const { name, entry } = readCommandLine(text, warnings);
  return one('command', name, entry, warnings);
}

function one(format: ParsedPaste['format'], name: string, entry: unknown, warnings: Warnings): ParsedPaste {
  const server = new EntryReader(warnings, new UniqueNames(), ANY_CLIENT, asNew).read(name, entry);
  if (server === null) throw textProblem(warnings.list().at(-1) ?? NO_SERVERS);
  return { format, servers: [server], warnings: warnings.list() };
}
