import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { PlainStdio, ProcessInfo, RuntimeInfo } from '../../../shared/contract/model.ts';
import { exitText } from '../connections/exit-text.ts';
import { expandHome, ownPath } from '../runtime/process-environment.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { count, type Findings, took } from './findings.ts';

const FOUND_BY: Readonly<Record<NonNullable<RuntimeInfo['foundBy']>, string>> = {
  path: 'as its definition says',
  server: 'on the PATH of its definition',
  app: 'on the PATH that Patchbay runs with',
  shell: 'on the PATH of the login shell, which Patchbay adds to its own',
};

/** Whether what a definition starts is there. */
export async function commandFindings(findings: Findings, config: PlainStdio, runtimes: Runtimes): Promise<void> {
  const cwd = config.cwd ? expandHome(config.cwd) : homedir();
  const folder = statSync(cwd, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (folder) findings.ok('Working folder', cwd);
  const runtime = await runtimes.describe(config);
  try {
    await runtimes.launch(config);
    const by = runtime.foundBy === null ? '' : `, ${FOUND_BY[runtime.foundBy]}`;
    findings.ok('Command', `“${config.command}” is ${runtime.path}${by}`);
  } catch (error) {
    findings.failure(folder ? 'Command' : 'Working folder', error);
  }
  if (runtime.version !== null) findings.ok('Version', runtime.version);
  await pathFinding(findings, config, runtimes);
}

async function pathFinding(findings: Findings, config: PlainStdio, runtimes: Runtimes): Promise<void> {
  const shell = await runtimes.shell();
  if (ownPath(config.env) !== undefined)
    findings.info('PATH', 'Its definition sets one of its own, in place of Patchbay’s and the login shell’s');
  else if (shell?.kind === 'none' && shell.shell !== null)
    findings.warning('PATH', `The login shell ${shell.shell} did not tell its own: ${shell.reason}`);
  else if (shell?.kind === 'path') {
    const added = await runtimes.shellFolders();
    const more =
      added.length === 0
        ? 'The login shell has no folders that Patchbay lacks'
        : `The login shell adds ${count(added.length, 'folder', 'folders')}: ${added.join(', ')}`;
    findings.info('PATH', more);
  }
}

/** How the process ended the last time, when nobody had asked it to. */
export function exitFinding(findings: Findings, exits: ProcessInfo['exits'], now: number): void {
  const last = exits.find(({ asked }) => !asked);
  if (last === undefined) return;
  const text = `Ended by itself ${took(now - last.at)} ago (${exitText(last)}), after ${took(last.ranMs)}`;
  findings.warning('Last exit', text, 'Its last lines of output usually say why.');
}
