import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { TransportConfig } from '../../shared/contract/model.ts';
import { connected, managerOf } from './bench-manager.ts';
import { type Memory, memoryNow } from './memory.ts';
import type { Row } from './report.ts';
import { pairwise, time } from './statistics.ts';

const SERVERS = 50;
/** Starts at the same time, as in ConnectionManager. */
const STARTS = 8;
const ROUNDS = 3;
const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
const ids = Array.from({ length: SERVERS }, (_, n) => `server-${n}`);

/** A crowd that stands, and what ends it. */
interface Crowd {
  readonly elapsed: number;
  readonly end: () => Promise<unknown>;
}

async function ours(): Promise<Crowd> {
  const config: TransportConfig = { kind: 'stdio', command: process.execPath, args: [everything, 'stdio'], env: {}, cwd: null };
  const connections = managerOf(Object.fromEntries(ids.map((id) => [id, config])));
  const elapsed = await time(() => Promise.all(ids.map((id) => connected(connections, id))));
  return { elapsed, end: () => connections.shutdown() };
}

/**
 * Linux shares the processor among sessions first (sched(7), autogroup): ours have one each, so the others need theirs, or on
 * a busy computer ours would win by nothing but that. `setsid` becomes the program; it is no process more.
 */
const AUTOGROUP = '/proc/sys/kernel/sched_autogroup_enabled';
const ownSession = existsSync(AUTOGROUP) && readFileSync(AUTOGROUP, 'utf8').trim() === '1';
const server = [process.execPath, everything, 'stdio'];
const [command = '', ...args] = ownSession ? ['setsid', ...server] : server;

/** The SDK's client in its quickest way: the older handshake only, so that no second process asks for the era. */
async function theirs(): Promise<Crowd> {
  const clients: Client[] = [];
  const waiting = [...ids];
  const startInTurn = async () => {
    while (waiting.pop() !== undefined) {
      const client = new Client({ name: 'bench', version: '1' });
      clients.push(client);
      await client.connect(new StdioClientTransport({ command, args, stderr: 'ignore' }));
      await client.listTools();
    }
  };
  const elapsed = await time(() => Promise.all(Array.from({ length: STARTS }, startInTurn)));
  return { elapsed, end: () => Promise.all(clients.map((client) => client.close())) };
}

async function elapsedOf(start: () => Promise<Crowd>): Promise<number> {
  const crowd = await start();
  await crowd.end();
  return crowd.elapsed;
}

/** What the standing crowd costs this process. */
async function memoryOf(start: () => Promise<Crowd>): Promise<Memory> {
  const before = await memoryNow();
  const crowd = await start();
  const with50 = await memoryNow();
  await crowd.end();
  return { heap: with50.heap - before.heap, rss: with50.rss - before.rss };
}

/** Fifty local servers connected at once, eight starting at a time, against as many bare clients of the SDK. */
export async function benchCrowd(): Promise<Row[]> {
  const wall = await pairwise(
    ROUNDS,
    () => elapsedOf(ours),
    () => elapsedOf(theirs),
  );
  const [our, their] = [await memoryOf(ours), await memoryOf(theirs)];
  return [
    {
      name: `connect ${SERVERS} stdio servers / bare clients (legacy only)`,
      value: wall.ratio,
      unit: 'x',
      aim: 1.1,
      note: `${(wall.ours / 1_000).toFixed(2)} s against ${(wall.theirs / 1_000).toFixed(2)} s`,
    },
    {
      name: `heap of ${SERVERS} connections`,
      value: our.heap,
      unit: 'MB',
      note: `against ${their.heap.toFixed(1)} MB; rss ${our.rss.toFixed(1)} MB against ${their.rss.toFixed(1)} MB`,
    },
  ];
}
