import { basename } from 'node:path';
import type { TransportConfig } from '../../../shared/contract/model.ts';

const ALWAYS: readonly string[] = ['npx', 'uvx', 'bunx', 'pnpx', 'pipx'];
/** Package managers that install before they run only with these first arguments. */
const WITH_ARGUMENT: Readonly<Record<string, readonly string[]>> = {
  npm: ['exec', 'x'],
  pnpm: ['dlx'],
  yarn: ['dlx'],
  bun: ['x'],
  uv: ['tool', 'run'],
};

/** Whether the command may have to download the server before it starts it. */
export function installsFirst(config: TransportConfig): boolean {
  if (config.kind !== 'stdio') return false;
  const name = basename(config.command.replaceAll('\\', '/'))
    .toLowerCase()
    .replace(/\.(cmd|exe|bat|ps1)$/, '');
  return ALWAYS.includes(name) || (WITH_ARGUMENT[name]?.includes(config.args[0] ?? '') ?? false);
}
