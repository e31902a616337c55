import { looksLikeUrl, type TargetKind, targetKind } from './target-kind.ts';

/** Options that every command takes. */
const ALWAYS = ['home', 'json', 'help', 'version'];

/** Options of whatever may sign in on its way. */
const SIGNING_IN = ['login', 'no-browser', 'client-id', 'client-secret-stdin', 'account'];

/** What else a command takes. */
const OF_COMMAND: Record<string, readonly string[]> = {
  add: ['name', 'category', 'timeout', 'transport', 'header', 'token-stdin', 'client-id', 'client-secret-stdin', 'env', 'cwd'],
  tools: [...SIGNING_IN, 'verbose', 'timeout', 'transport', 'header', 'token-stdin', 'env', 'cwd'],
  call: [...SIGNING_IN, 'args', 'verbose', 'timeout', 'transport', 'header', 'token-stdin', 'env', 'cwd'],
  login: ['account', 'no-browser', 'client-id', 'client-secret-stdin', 'verbose'],
  logout: ['account'],
  doctor: ['timeout', 'transport', 'header', 'token-stdin', 'env', 'cwd'],
  serve: ['port', 'no-open'],
};

/** Options that only some kinds of target can follow. */
const OF_TARGET: Record<string, readonly TargetKind[]> = {
  transport: ['address'],
  header: ['address'],
  'token-stdin': ['address'],
  'client-id': ['address'],
  'client-secret-stdin': ['address'],
  account: ['saved'],
  login: ['saved', 'address'],
  'no-browser': ['saved', 'address'],
  env: ['command'],
  cwd: ['command'],
};
const TARGET_TEXT: Readonly<Record<TargetKind, string>> = {
  command: 'a command after "--"',
  address: 'an address',
  saved: 'a saved server',
};

/** Commands about saved servers, which an address may name as well. */
const OF_SAVED = ['login', 'logout', 'accounts'];

/** Commands without words or a program of their own. */
const ALONE = ['list', 'serve'];

/** Why an option or word would do nothing in this command line, as a sentence; null when each has its effect. */
export function unusedPart(line: {
  command: string;
  words: readonly string[];
  program: readonly string[] | null;
  /** Names of the options as given. */
  options: readonly string[];
}): string | null {
  const { command, words, program, options } = line;
  const allowed = [...ALWAYS, ...(OF_COMMAND[command] ?? [])];
  const stray = options.find((name) => !allowed.includes(name));
  if (stray !== undefined) return `"${command}" takes no --${stray}`;
  if (ALONE.includes(command) && words[0] !== undefined) return `"${command}" takes no "${words[0]}"`;
  if ((ALONE.includes(command) || OF_SAVED.includes(command) || command === 'remove') && program)
    return `"${command}" takes no command after "--"`;
  if (OF_SAVED.includes(command)) return null;
  const kind = targetKind(command === 'add' ? words.find(looksLikeUrl) : words[0], program);
  for (const name of options) {
    const wanted = OF_TARGET[name];
    if (wanted && !wanted.includes(kind)) return `--${name} is for ${wanted.map((each) => TARGET_TEXT[each]).join(' or ')} only`;
  }
  return null;
}
