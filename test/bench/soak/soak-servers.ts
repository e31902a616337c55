import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import type { PlainRemote, TransportConfig } from '../../../shared/contract/model.ts';
import { freePort } from '../../fixtures/start-server.ts';

const SERVERS = join(process.cwd(), 'test', 'fixtures', 'servers');
const BAD_STDIO = join(process.cwd(), 'test', 'corpus', 'fixtures', 'bad-stdio.mjs');
const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
/** In the environment of every local server of the soak, and so of what these start. */
const MARK = 'PATCHBAY_SOAK_MARK';

/** A remote server in a process of its own, always at the same port: it can die and come back. */
export class SoakServer {
  readonly config: PlainRemote;
  readonly #args: string[];
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(args: string[], port: number, path: string, config: Partial<PlainRemote>) {
    this.#args = args;
    this.#port = port;
    const scheme = config.mode === 'websocket' ? 'ws' : 'http';
    this.config = {
      kind: 'remote',
      url: `${scheme}://127.0.0.1:${port}${path}`,
      mode: 'http',
      headers: {},
      query: {},
      auth: DEFAULT_AUTH,
      tls: DEFAULT_TLS,
      ...config,
    };
  }

  /** Starts it and waits until it says that it listens. */
  static async start(args: string[], path: string, config: Partial<PlainRemote> = {}): Promise<SoakServer> {
    const server = new SoakServer(args, await freePort(), path, config);
    const child = server.up();
    await Promise.race([once(child.stdout ?? child, 'data'), once(child.stderr ?? child, 'data')]);
    return server;
  }

  up(): ChildProcess {
    const env = { ...process.env, PORT: String(this.#port) };
    this.#child = spawn(process.execPath, this.#args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.resume();
    this.#child.stderr?.resume();
    return this.#child;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async down(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  }
}

/** One server over each remote transport and era. */
export async function startSoakServers(): Promise<Record<string, SoakServer>> {
  return {
    'http-legacy': await SoakServer.start([join(SERVERS, 'legacy-http.mjs')], '/mcp'),
    'http-modern': await SoakServer.start([join(SERVERS, 'modern-http.mjs')], '/mcp'),
    sse: await SoakServer.start([everything, 'sse'], '/sse', { mode: 'sse' }),
    websocket: await SoakServer.start([join(SERVERS, 'websocket.mjs')], '/mcp', { mode: 'websocket' }),
  };
}

/** Local servers of both eras, and one that ignores signals and has children that do. */
export function localServers(): Record<string, TransportConfig> {
  const local = (...args: string[]): TransportConfig => ({
    kind: 'stdio',
    command: process.execPath,
    args,
    env: { [MARK]: String(process.pid) },
    cwd: null,
  });
  return {
    'stdio-legacy': local(everything, 'stdio'),
    'stdio-modern': local(join(SERVERS, 'modern-stdio.mjs')),
    'stdio-deaf': local(BAD_STDIO, 'deaf-with-children'),
  };
}

/** Pids of local servers and their children that still run; Linux only, elsewhere none is found. */
export async function survivors(): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  for (const end = performance.now() + 5_000; ; await delay(50)) {
    const left = marked();
    if (left.length === 0 || performance.now() > end) return left;
  }
}

function marked(): number[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${MARK}=${process.pid}\0`) ? [pid] : [];
    } catch {
      return [];
    }
  });
}
