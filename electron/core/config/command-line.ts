import { readJson, textProblem } from './json-text.ts';
import type { JsonObject } from './json-value.ts';
import { splitShellWords } from './shell-words.ts';
import { quotedList, type Warnings } from './warnings.ts';

/** What a command line stands for, in the shape of a configuration file. */
export interface CommandEntry {
  /** Empty: to be made from the command. */
  readonly name: string;
  readonly entry: unknown;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;
const CLIENTS = new Set(['claude', 'codex', 'gemini', 'copilot', 'amp', 'qwen', 'droid']);
const EDITORS = /^(?:code|code-insiders|codium|cursor|windsurf)(?:\.exe|\.cmd)?$/;

/** Without comment lines and prompt in front; the line continuations of cmd and PowerShell are blanks. */
function withoutPrompt(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/[ \t][\^`]\n/g, ' ')
    .replace(/^(?:\s*#[^\n]*(?:\n|$))+/, '')
    .trim()
    .replace(/^(?:[$%>]|PS [^>\n]{0,200}>)\s+/, '');
}

function takeEnvironment(words: string[]): { env: Record<string, string>; rest: string[] } {
  const rest = [...words];
  const env: [string, string][] = [];
  // `env` with options of its own (-i, -u) is left to run as it is.
  if (rest[0] === 'env' && ASSIGNMENT.test(rest[1] ?? '')) rest.shift();
  for (let match = ASSIGNMENT.exec(rest[0] ?? ''); match !== null; match = ASSIGNMENT.exec(rest[0] ?? '')) {
    env.push([match[1] ?? '', match[2] ?? '']);
    rest.shift();
  }
  return { env: Object.fromEntries(env), rest };
}

/** `claude mcp add [options] <name> <commandOrUrl> [args…]` and the same of its kin; `--` ends the options. */
function readMcpAdd(words: readonly string[], warnings: Warnings): CommandEntry {
  const positional: string[] = [];
  const env: string[] = [];
  const headers: string[] = [];
  let type: string | undefined;
  let url: string | undefined;
  let args: string[] = [];
  const isUrl = (word: string | undefined) => /^(https?|wss?):\/\//i.test(word ?? '');
  for (let i = 0; i < words.length; i += 1) {
    const [word = '', attached] = (words[i] ?? '').startsWith('--') ? splitOption(words[i] ?? '') : [words[i] ?? ''];
    const value = () => attached ?? words[++i] ?? '';
    const values = (more: RegExp) => {
      const list = [value()];
      while (more.test(words[i + 1] ?? '')) list.push(words[++i] ?? '');
      return list;
    };
    if (word === '--') {
      args = words.slice(i + 1);
      break;
    }
    // What follows a local command belongs to it.
    if (positional.length === 2 && !isUrl(positional[1])) {
      args = words.slice(i);
      break;
    }
    if (word === '-e' || word === '--env') env.push(...values(ASSIGNMENT));
    else if (word === '-H' || word === '--header') headers.push(...values(/^[\w-]+:\s/));
    else if (word === '-t' || word === '--transport') type = value();
    else if (word === '--url') url = value();
    else if (word === '-s' || word === '--scope') value();
    else if (word.startsWith('-')) {
      warnings.add(`The option ${quotedList([word])} was left out.`);
      if (attached === undefined && positional.length === 0 && /^--(?:client-id|callback-port|bearer-token-env-var|timeout)$/.test(word))
        i += 1;
    } else positional.push(word);
  }
  const [name = '', target, ...rest] = positional;
  const address = url ?? (isUrl(target) || (type !== undefined && type !== 'stdio') ? target : undefined);
  if (address !== undefined) return { name, entry: { url: address, headers, ...(type === undefined ? {} : { type }) } };
  const [command, ...commandArgs] = [...(target === undefined ? [] : [target]), ...rest, ...args];
  if (command === undefined) throw textProblem('This command names no server: after the name comes a command or an address.');
  return { name, entry: { command, args: commandArgs, env } };
}

function splitOption(word: string): [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** A command that adds a server to another app, read as what it adds; null for any other command. */
function readClientCommand(words: readonly string[], warnings: Warnings): CommandEntry | null {
  const program = (words[0] ?? '').split(/[\\/]/).pop() ?? '';
  if (EDITORS.test(program)) {
    const at = words.findIndex((word) => word === '--add-mcp' || word.startsWith('--add-mcp='));
    if (at < 0) return null;
    const json = splitOption(words[at] ?? '')[1] ?? words[at + 1] ?? '';
    return { name: '', entry: readJson(json) };
  }
  if (!CLIENTS.has(program) || words[1] !== 'mcp') return null;
  if (words[2] === 'add') return readMcpAdd(words.slice(3), warnings);
  if (words[2] === 'add-json') {
    const operands = words.slice(3).filter((word, i, all) => !word.startsWith('-') && !/^(?:-s|--scope)$/.test(all[i - 1] ?? ''));
    return { name: operands[0] ?? '', entry: readJson(operands[1] ?? '') };
  }
  return null;
}

/** Reads a command line. Throws `invalid_input` where it is none. */
export function readCommandLine(text: string, warnings: Warnings): CommandEntry {
  const { words, operators, expansions, openQuote, rest: after } = splitShellWords(withoutPrompt(text));
  if (openQuote !== null) throw textProblem(`A quote (${openQuote}) is opened in this command but never closed.`);
  if (/^[^\S\n]*[^\s#]/m.test(after)) warnings.add('Only the first command was taken; the lines after it were left out.');
  const { env, rest } = takeEnvironment(words);
  const [command, ...args] = rest;
  if (command === undefined) throw textProblem('Paste a command line, a web address, or the JSON of a server.');
  if (!/^[\w./~@%$\\+-]/.test(command)) {
    throw textProblem(`This is neither a command line nor an address nor JSON: no command begins with “${command.slice(0, 1)}”.`);
  }
  const placeholders = rest.filter((word) => /^<[^<>]+>$/.test(word));
  if (placeholders.length > 0) warnings.add(`Replace ${quotedList(placeholders)} with the real value.`);
  const real = operators.filter((operator) => !(placeholders.length > 0 && /^[<>]$/.test(operator)));
  if (real.length > 0) {
    warnings.add(
      `${quotedList(real)} will not work: Patchbay starts the command directly, not through a shell. It was kept as an argument.`,
    );
  }
  if (expansions.length > 0) {
    warnings.add(
      `${quotedList(expansions)} ${expansions.length > 1 ? 'were' : 'was'} kept as written: Patchbay does not replace variables. Write the real value.`,
    );
  }
  if (rest.some((word) => /^~\//.test(word) || /[=:]~\//.test(word))) {
    warnings.add('“~” in arguments was kept as written: write the whole path of your home folder.');
  }
  const client = readClientCommand(rest, warnings);
  if (client !== null) return client;
  const entry: JsonObject = { command, args, env };
  return { name: '', entry };
}
