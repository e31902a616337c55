import { looksLikeUrl, type TargetKind, targetKind } from './target-kind.ts';

/** Options that every command takes. */
const ALWAYS = ['home', 'json', 'help', 'version'];

/** What else a command takes. */
const OF_COMMAND: Record<string, readonly string[]> = {
  add: ['name', 'category', 'timeout', 'transport', 'header', 'env', 'cwd'],
  tools: ['verbose', 'timeout', 'transport', 'header', 'env', 'cwd'],
  call: ['args', 'verbose', 'timeout', 'transport', 'header', 'env', 'cwd'],
  doctor: ['timeout', 'transport', 'header', 'env', 'cwd'],
  serve: ['port', 'no-open'],
};

/** Options that only one kind of target can follow. */
const OF_TARGET: Record<string, Exclude<TargetKind, 'saved'>> = { transport: 'address', header: 'address', env: 'command', cwd: 'command' };
const TARGET_TEXT = { command: 'a command after "--"', address: 'an address' } as const;

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
  if ((ALONE.includes(command) || command === 'remove') && program) return `"${command}" takes no command after "--"`;
  const kind = targetKind(command === 'add' ? words.find(looksLikeUrl) : words[0], program);
  for (const name of options) {
    const wanted = OF_TARGET[name];
    if (wanted !== undefined && wanted !== kind) return `--${name} is for ${TARGET_TEXT[wanted]} only`;
  }
  return null;
}
