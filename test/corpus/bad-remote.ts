import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SELF_SIGNED } from '../core/connections/fixtures/self-signed.ts';
import type { Bad } from './case.ts';

interface Ports {
  readonly http: number;
  /** takes connections and says nothing */
  readonly mute: number;
  /** takes connections and closes them */
  readonly hangUp: number;
  readonly tls: readonly number[];
}

interface Running {
  readonly child: ChildProcess;
  readonly ports: Ports;
}

let running: Running | undefined;
let asked = 0;

/** Starts the remote servers of the fixtures in a process of their own: what they keep open is not ours. */
export async function startRemotes(): Promise<void> {
  const child = fork(join(import.meta.dirname, 'fixtures', 'bad-http.mjs'), {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send({ certificates: [SELF_SIGNED] });
  const [{ ports }] = (await once(child, 'message')) as [{ ports: Ports }];
  running = { child, ports };
}

export async function stopRemotes(): Promise<void> {
  if (!running) return;
  const exited = once(running.child, 'exit');
  running.child.kill('SIGKILL');
  await exited;
  running = undefined;
}

function started(): Running {
  if (!running) throw new Error('the remote servers are not started');
  return running;
}

async function notesOf(name: string): Promise<string[]> {
  const { child } = started();
  asked += 1;
  const n = asked;
  child.send({ name, n });
  for (;;) {
    const [answer] = (await once(child, 'message')) as [{ notes: string[]; for: number }];
    if (answer.for === n) return answer.notes;
  }
}

type Rest = Record<string, unknown>;

/** The remote server with the behaviour of this name, over Streamable HTTP unless told otherwise. */
export function remote(name: string, rest: Rest = {}): () => Bad {
  return () => {
    const url = `http://127.0.0.1:${started().ports.http}/${name}/mcp`;
    return { transport: { kind: 'remote', url, mode: 'http', ...rest }, notes: () => notesOf(name) };
  };
}

/** The same over WebSocket. */
export function overWebSocket(name: string): () => Bad {
  return () => {
    const url = `ws://127.0.0.1:${started().ports.http}/${name}/mcp`;
    return { transport: { kind: 'remote', url }, notes: () => notesOf(name) };
  };
}

export const overSse = (name: string) => remote(name, { mode: 'sse' });

/** An address made of the ports in use, where no request comes to a behaviour. */
export function address(make: (ports: Ports) => string, rest: Rest = {}): () => Bad {
  return () => ({ transport: { kind: 'remote', url: make(started().ports), mode: 'http', ...rest }, notes: () => [] });
}
