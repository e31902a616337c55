import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { arch, release } from 'node:os';
import { dirname, join } from 'node:path';
import type { DoctorFinding, RuntimeInfo } from '../../../shared/contract/model.ts';
import type { ShellAnswer } from '../runtime/login-shell.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { lockHolder } from '../storage/data-lock.ts';
import { count, Findings, took } from './findings.ts';

const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'macOS, Darwin', win32: 'Windows', linux: 'Linux' };
const PROXIES: readonly string[] = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];

export interface ComputerPorts {
  version: string;
  dataFolder: string;
  env: Readonly<Record<string, string | undefined>>;
  runtimes: Runtimes;
}

/** What matters of this computer, whatever the server. Takes some seconds the first time. */
export async function computerFindings({ version, dataFolder, env, runtimes }: ComputerPorts): Promise<DoctorFinding[]> {
  const findings = new Findings([]);
  const { node, electron } = process.versions;
  findings.info('System', `${SYSTEMS[process.platform] ?? process.platform} ${release()}, ${arch()}`);
  findings.info('Patchbay', `${version} on Node ${node}${electron === undefined ? '' : ` and Electron ${electron}`}`);
  await dataFolderFinding(findings, dataFolder);
  shellFinding(findings, await runtimes.shell(), await runtimes.shellFolders());
  for (const runtime of await runtimes.known()) runtimeFinding(findings, runtime);
  proxyFindings(findings, env);
  return findings.list;
}

async function dataFolderFinding(findings: Findings, folder: string): Promise<void> {
  const title = 'Data folder';
  const there = existsSync(folder);
  const refusal = await writingRefused(there ? folder : nearestParent(folder));
  if (refusal !== null) {
    const what = there ? 'cannot be written to' : 'does not exist and cannot be made';
    const advice = 'It must be a folder that you may write to. Choose another one with PATCHBAY_HOME.';
    findings.problem(title, `${folder} ${what} (${refusal})`, advice);
  } else if (!there) {
    findings.info(title, `${folder} does not exist yet; it is made when something is saved`);
  } else {
    const holder = lockHolder(folder);
    const user = holder === process.pid ? 'this Patchbay' : `Patchbay with process ${holder}`;
    findings.ok(title, `${folder} can be written to${holder === null ? '' : `; in use by ${user}`}`);
  }
}

function nearestParent(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(parent) ? parent : nearestParent(parent);
}

/** Only a try tells what the system allows. Returns the code of the refusal. */
async function writingRefused(folder: string): Promise<string | null> {
  const attempt = join(folder, `.doctor-${randomUUID()}`);
  try {
    await mkdir(attempt);
    await rmdir(attempt);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function shellFinding(findings: Findings, answer: ShellAnswer | null, added: readonly string[]): void {
  const title = 'Login shell';
  if (answer === null) return;
  if (answer.kind === 'path') {
    const more =
      added.length === 0 ? 'nothing to the PATH' : `${count(added.length, 'folder', 'folders')} to the PATH: ${added.join(', ')}`;
    findings.ok(title, `${answer.shell} answered in ${took(answer.tookMs)} and adds ${more}`);
  } else if (answer.shell === null) {
    findings.info(title, answer.reason);
  } else {
    findings.warning(
      title,
      `${answer.shell} did not tell its PATH: ${answer.reason}`,
      'Commands are found on the PATH that Patchbay was started with only. Look at the start files of the shell, or give full paths.',
    );
  }
}

function runtimeFinding(findings: Findings, { command, path, version, foundBy, advice }: RuntimeInfo): void {
  if (path === null) {
    findings.info(command, 'Not on this computer', advice);
    return;
  }
  const where = `${path}${foundBy === 'shell' ? ', found on the PATH of the login shell' : ''}`;
  if (version !== null) findings.ok(command, `${version} at ${where}`);
  else findings.warning(command, `At ${where}, but it did not tell its version`, `Run “${command}” in a terminal to see whether it works.`);
}

function proxyFindings(findings: Findings, env: ComputerPorts['env']): void {
  const set = PROXIES.filter((name) => (env[name] ?? '').trim() !== '');
  for (const name of set) {
    const host = proxyHost(env[name] ?? '');
    if (host !== null) findings.info('Proxy', `${name} is ${host}`);
    else findings.warning('Proxy', `${name} is no address`, 'Write it as http://host:port, where Patchbay is started.');
  }
  const exceptions = env.no_proxy || env.NO_PROXY;
  if (exceptions) findings.info('Proxy', `Reached without it: ${exceptions}`);
  if (set.length === 0) findings.info('Proxy', 'None is set');
}

/** Host and port, without the credentials that may stand before them. */
function proxyHost(text: string): string | null {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`;
  const host = URL.canParse(whole) ? new URL(whole).host : '';
  return host === '' ? null : host;
}
