import { createRequire } from 'node:module';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../shared/contract/constants.ts';
import type { TransportConfig } from '../../shared/contract/model.ts';
import { startServer } from '../fixtures/start-server.ts';
import { connected, managerOf } from './bench-manager.ts';
import { inMegabytes, type Memory, memoryNow } from './memory.ts';
import type { Row } from './report.ts';
import { time } from './statistics.ts';

const CALLS = 40_000;
const STEP = 10_000;
const AT_ONCE = 8;
const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');

async function rowsOf(name: string, config: TransportConfig): Promise<Row[]> {
  const connections = managerOf({ bench: config });
  const warnings: string[] = [];
  const onWarning = (warning: Error) => warnings.push(warning.message);
  process.on('warning', onWarning);
  try {
    await connected(connections, 'bench');
    // One signal for all: listeners must not pile up on it.
    const { signal } = new AbortController();
    const options = { signal, timeoutMs: 60_000, onProgress: () => {} };
    let left = STEP;
    const callInTurn = async () => {
      while (left-- > 0) await connections.call('bench', 'echo', { message: 'hi' }, options);
    };
    const memory: Memory[] = [await memoryNow()];
    let elapsed = 0;
    for (let done = 0; done < CALLS; done += STEP) {
      left = STEP;
      elapsed += await time(() => Promise.all(Array.from({ length: AT_ONCE }, callInTurn)));
      memory.push(await memoryNow());
    }
    if (warnings.length > 0) throw new Error(warnings.join('\n'));
    const heaps = memory.map(({ heap }) => heap);
    const sizes = memory.map(({ rss }) => rss);
    const count = CALLS.toLocaleString('en');
    const each = `${(elapsed / CALLS).toFixed(2)} ms a call`;
    // The first step fills what is bounded: the wire log, and the caches of the engine.
    return [
      { name: `heap over ${count} calls over ${name}`, value: growth(heaps), unit: 'MB', aim: 2, note: `${inMegabytes(heaps)}; ${each}` },
      { name: `rss over ${count} calls over ${name}`, value: growth(sizes), unit: 'MB', aim: 20, note: inMegabytes(sizes) },
    ];
  } finally {
    process.off('warning', onWarning);
    await connections.shutdown();
  }
}

/** From the end of the first step to the end of the last. */
function growth(values: readonly number[]): number {
  return (values.at(-1) ?? Number.NaN) - (values[1] ?? Number.NaN);
}

/** Tens of thousands of calls over one connection: memory must stay flat. */
export async function benchManyCalls(): Promise<Row[]> {
  const stdio: TransportConfig = { kind: 'stdio', command: process.execPath, args: [everything, 'stdio'], env: {}, cwd: null };
  const server = await startServer('streamableHttp');
  const http: TransportConfig = {
    kind: 'remote',
    url: server.url,
    mode: 'http',
    headers: {},
    query: {},
    auth: DEFAULT_AUTH,
    tls: DEFAULT_TLS,
  };
  try {
    return [...(await rowsOf('stdio', stdio)), ...(await rowsOf('HTTP', http))];
  } finally {
    await server.stop();
  }
}
