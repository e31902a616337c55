import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { ReadBuffer } from '@modelcontextprotocol/client';
import { MessageReader } from '../../electron/core/messages/message-reader.ts';
import type { TransportConfig } from '../../shared/contract/model.ts';
import { connected, managerOf } from './bench-manager.ts';
import { largeResult } from './large-result.mjs';
import type { Row } from './report.ts';
import { median, quantile, time } from './statistics.ts';

type Kind = 'rows' | 'text';

const SIZES = [1, 10, 50, 100];
const ROUNDS = 7;
const PIPE_CHUNK = 64 * 1024;
/** The SDK's reader looks at sizes only, and takes a minute for the largest: one kind and one round are enough to tell. */
const SDK_KIND: Kind = 'rows';
const SDK_LIMIT = 512 * 1024 * 1024;
const HOST_SIZE = 50;
const HOST_ROUNDS = 10;
const NANOSECONDS = 1e6;

/** The bytes as a pipe hands them on: pieces with memory of their own. */
function chunksOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / PIPE_CHUNK) }, (_, n) =>
    Buffer.from(new Uint8Array(bytes.subarray(n * PIPE_CHUNK, (n + 1) * PIPE_CHUNK))),
  );
}

function readByOurs(chunks: Buffer[]): Promise<number> {
  return time(
    () =>
      new Promise<void>((resolve, reject) => {
        const reader = new MessageReader({
          source: null,
          limit: SDK_LIMIT,
          calls: () => [1],
          onMessage: () => resolve(),
          onNoise: () => reject(new Error('noise')),
          onOverflow: () => reject(new Error('too large')),
          onFail: reject,
        });
        for (const chunk of chunks) reader.push(chunk);
      }),
  );
}

function readBySdk(chunks: Buffer[]): Promise<number> {
  const buffer = new ReadBuffer({ maxBufferSize: SDK_LIMIT });
  return time(async () => {
    let message = null;
    for (const chunk of chunks) {
      buffer.append(chunk);
      message ??= buffer.readMessage();
    }
    if (message === null) throw new Error('no message');
  });
}

async function readingRow(kind: Kind, megabytes: number): Promise<Row> {
  const text = JSON.stringify({ jsonrpc: '2.0', id: 1, result: largeResult(kind, megabytes) });
  const bytes = Buffer.from(`${text}\n`);
  const ours: number[] = [];
  const parse: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const reading = await readByOurs(chunksOf(bytes));
    const parsing = await time(async () => JSON.parse(text));
    if (round === 0) continue; // warm-up
    ours.push(reading);
    parse.push(parsing);
  }
  const sdk = kind === SDK_KIND ? [await readBySdk(chunksOf(bytes))] : [];
  const ms = (values: number[]) => `${median(values).toFixed(0)} ms`;
  return {
    name: `reading ${megabytes} MB of ${kind} / JSON.parse`,
    value: median(ours.map((value, n) => value / (parse[n] ?? Number.NaN))),
    unit: 'x',
    aim: 2,
    note: `${ms(ours)} against ${ms(parse)}${sdk.length > 0 ? `; the SDK’s reader: ${ms(sdk)}` : ''}`,
  };
}

const server = (): TransportConfig => ({
  kind: 'stdio',
  command: process.execPath,
  args: [join(process.cwd(), 'test/bench/large-server.mjs')],
  env: {},
  cwd: null,
});

/** A result on its whole way, from the question on, and what else this process can do meanwhile. */
async function hostRows(kind: Kind): Promise<Row[]> {
  const connections = managerOf({ bench: server() });
  const { signal } = new AbortController();
  const args = { kind, megabytes: HOST_SIZE };
  const call = (name: string) => connections.call('bench', name, args, { signal, timeoutMs: 120_000, onProgress: () => {} });
  try {
    await connected(connections, 'bench');
    await call('make');
    await call('large'); // warm-up
    const delays = monitorEventLoopDelay({ resolution: 1 });
    const elapsed: number[] = [];
    const longest: number[] = [];
    const p99: number[] = [];
    for (let round = 0; round < HOST_ROUNDS; round += 1) {
      delays.reset();
      delays.enable();
      elapsed.push(await time(() => call('large')));
      // What waits behind the answer counts as well.
      await delay(20);
      delays.disable();
      longest.push(delays.max / NANOSECONDS);
      p99.push(delays.percentile(99) / NANOSECONDS);
    }
    const bare = await bareArrival(kind);
    const shown = (values: number[]) => `${median(values).toFixed(0)} ms (worst ${quantile(values, 1).toFixed(0)})`;
    return [
      {
        name: `arrival of ${HOST_SIZE} MB of ${kind} / pipe and JSON.parse alone`,
        value: median(elapsed) / median(bare),
        unit: 'x',
        aim: 2,
        note: `${shown(elapsed)} against ${shown(bare)}`,
      },
      {
        name: `event-loop delay p99 while ${HOST_SIZE} MB of ${kind} arrive`,
        value: quantile(p99, 1),
        unit: 'ms',
        aim: 50,
        note: `worst of ${HOST_ROUNDS}; longest ${shown(longest)}`,
      },
    ];
  } finally {
    await connections.shutdown();
  }
}

/** The same server with nothing between its pipe and JSON.parse. */
async function bareArrival(kind: Kind): Promise<number[]> {
  const child = spawn(process.execPath, [join(process.cwd(), 'test/bench/large-server.mjs')], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ask = async (name: string) => {
    const chunks: Buffer[] = [];
    child.stdin.write(`${JSON.stringify({ id: 1, method: 'tools/call', params: { name, arguments: { kind, megabytes: HOST_SIZE } } })}\n`);
    while (chunks.at(-1)?.at(-1) !== 0x0a) chunks.push(...((await once(child.stdout, 'data')) as Buffer[]));
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  };
  await ask('make');
  const elapsed: number[] = [];
  for (let round = 0; round < HOST_ROUNDS; round += 1) elapsed.push(await time(() => ask('large')));
  child.kill();
  return elapsed;
}

/** Messages of 1 to 100 MB over stdio: how long they take to read, and whether the host stays awake meanwhile. */
export async function benchMessages(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of ['rows', 'text'] as const) {
    for (const megabytes of SIZES) rows.push(await readingRow(kind, megabytes));
    rows.push(...(await hostRows(kind)));
  }
  return rows;
}
