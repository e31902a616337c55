import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import type { PlainStdio, RuntimeInfo } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { type FoundCommand, findCommand, pathFolders, type SearchFolder } from './find-command.ts';
import { installAdvice, KNOWN_RUNTIMES, knownRuntime } from './known-runtimes.ts';
import type { LoginShell, ShellAnswer } from './login-shell.ts';
import { expandHome, ownPath, processEnvironment } from './process-environment.ts';
import { RuntimeVersions } from './runtime-version.ts';

/** How a local server is started: what the doctor says is what runs. */
export interface Launch {
  /** absolute */
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface RuntimesPorts {
  /** The environment that Patchbay itself runs in. */
  env: Readonly<Record<string, string | undefined>>;
  /** null where nobody is to be asked. */
  loginShell: Pick<LoginShell, 'ask'> | null;
  platform?: NodeJS.Platform;
  /** A clock that never goes back, in ms. */
  now?: () => number;
}

/** The commands of this computer: where they are, what they are, and the environment in which servers run. */
export class Runtimes {
  readonly #ports: RuntimesPorts;
  readonly #versions: RuntimeVersions;

  constructor(ports: RuntimesPorts) {
    this.#ports = ports;
    this.#versions = new RuntimeVersions(ports.now ?? (() => performance.now()));
  }

  /** A variable as servers may use it; PATH is the one that they get. */
  async variable(name: string): Promise<string | undefined> {
    return name === 'PATH' ? this.#path() : this.#ports.env[name];
  }

  /** What the login shell says; null where it is not asked. */
  async shell(): Promise<ShellAnswer | null> {
    return (await this.#ports.loginShell?.ask()) ?? null;
  }

  /** Folders that only the PATH of the login shell has. */
  async shellFolders(): Promise<string[]> {
    const own = pathFolders(this.#ports.env.PATH);
    const answer = await this.shell();
    return answer?.kind === 'path' ? answer.folders.filter((folder) => !own.includes(folder)) : [];
  }

  /** Finds what a definition starts. Throws folder_not_found, command_not_found, command_not_executable. */
  async launch(config: PlainStdio): Promise<Launch> {
    const cwd = workingFolder(config);
    // Spawning reports a missing folder as if the command were missing.
    if (!isFolder(cwd)) throw new AppError('folder_not_found', { folder: cwd });
    const found = await this.#find(config);
    if (found.path !== null) return { command: found.path, cwd, env: await this.#environment(config) };
    const { command } = config;
    if (found.blocked !== null) throw new AppError('command_not_executable', { command }, { technical: found.blocked });
    const advice = await this.#advice(config);
    const technical = found.searched.length === 0 ? {} : { technical: `Searched:\n${found.searched.join('\n')}` };
    // The hint's template goes on right behind the advice.
    throw new AppError(
      'command_not_found',
      { command, searched: found.searched, ...(advice === null ? {} : { advice: `${advice} ` }) },
      technical,
    );
  }

  /** What a definition's command is on this computer; `version` costs up to 3 s the first time. Never rejects. */
  async describe(config: PlainStdio): Promise<RuntimeInfo> {
    const found = await this.#find(config);
    const { path, foundBy, searched } = found;
    const version = path === null ? null : await this.#versions.of(config.command, path, await this.#environment(config));
    const advice = path === null ? await this.#advice(config) : null;
    return { command: config.command, path, version, foundBy, searched: [...searched], advice };
  }

  /** The commands that stand for the runtimes of the table, each as it is here. */
  async known(): Promise<RuntimeInfo[]> {
    return Promise.all(KNOWN_RUNTIMES.map(({ names: [name = ''] }) => this.describe(plainCommand(name))));
  }

  async #find(config: PlainStdio): Promise<FoundCommand> {
    const { env, platform } = this.#ports;
    const search = { cwd: workingFolder(config), pathExt: env.PATHEXT, ...(platform === undefined ? {} : { platform }) };
    return findCommand(expandHome(config.command), { ...search, folders: await this.#folders(config) });
  }

  async #folders(config: PlainStdio): Promise<SearchFolder[]> {
    const own = ownPath(config.env);
    if (own !== undefined) return pathFolders(own, workingFolder(config)).map((folder) => ({ folder, by: 'server' }));
    const app = pathFolders(this.#ports.env.PATH).map((folder): SearchFolder => ({ folder, by: 'app' }));
    return [...app, ...(await this.shellFolders()).map((folder): SearchFolder => ({ folder, by: 'shell' }))];
  }

  async #environment(config: PlainStdio): Promise<Record<string, string>> {
    return processEnvironment(config.env, await this.#path());
  }

  /** The app's own PATH as it is, then what the login shell adds. */
  async #path(): Promise<string | undefined> {
    const own = this.#ports.env.PATH;
    const added = await this.shellFolders();
    return added.length === 0 ? own : [...(own ? [own] : []), ...added].join(delimiter);
  }

  async #advice(config: PlainStdio): Promise<string | null> {
    for (const other of knownRuntime(config.command)?.instead ?? []) {
      const { path } = await this.#find({ ...config, command: other });
      if (path !== null) return `${installAdvice(config.command)} “${other}” is on this computer and may do as well.`;
    }
    return installAdvice(config.command);
  }
}

function plainCommand(command: string): PlainStdio {
  return { kind: 'stdio', command, args: [], env: {}, cwd: null };
}

function workingFolder(config: PlainStdio): string {
  return config.cwd ? expandHome(config.cwd) : homedir();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
