import { basename } from 'node:path';
import type { TransportInput } from '../../../shared/contract/model.ts';

const ALWAYS: readonly string[] = ['npx', 'uvx', 'bunx', 'pnpx', 'pipx', 'dnx'];
/** Programs that download before they run only with one of these as their command. */
const WITH_COMMAND: Readonly<Record<string, readonly string[]>> = {
  npm: ['exec', 'x'],
  pnpm: ['dlx'],
  yarn: ['dlx'],
  bun: ['x'],
  uv: ['tool', 'run'],
  deno: ['run'],
  go: ['run'],
  nix: ['run'],
  docker: ['run'],
  podman: ['run'],
};

/** Whether the command may have to download the server before it starts it. */
export function installsFirst(config: TransportInput): boolean {
  if (config.kind !== 'stdio') return false;
  const [command = '', ...args] = withoutWrapper([config.command, ...config.args]);
  const name = programName(command);
  return ALWAYS.includes(name) || runsWith(args, WITH_COMMAND[name] ?? []);
}

/** What is run by `cmd /c …`, as it is written for Windows, by `env A=1 …`, or by a shell. */
function withoutWrapper(words: readonly string[]): readonly string[] {
  const [command = '', ...rest] = words;
  const name = programName(command);
  const first = rest[0]?.toLowerCase();
  if (name === 'cmd' && (first === '/c' || first === '/k')) return withoutWrapper(rest.slice(1));
  if (name === 'env') return withoutWrapper(rest.slice(rest.findIndex((word) => !/^-|=/.test(word))));
  if (['sh', 'bash', 'zsh'].includes(name) && /^-\w*c$/.test(rest[0] ?? '')) return (rest[1] ?? '').trim().split(/\s+/);
  return words;
}

function programName(command: string): string {
  return basename(command.replaceAll('\\', '/'))
    .toLowerCase()
    .replace(/\.(cmd|exe|bat|ps1)$/, '');
}

/** Whether the first word that is neither an option nor the value of one is one of the commands. */
function runsWith(args: readonly string[], commands: readonly string[]): boolean {
  for (const [index, word] of args.entries()) {
    if (commands.includes(word)) return true;
    const before = args[index - 1] ?? '';
    const belongsToOption = word.startsWith('-') || (before.startsWith('-') && !before.includes('='));
    if (!belongsToOption) return false;
  }
  return false;
}
