import { createRequire } from 'node:module';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../shared/contract/constants.ts';
import type { TransportConfig } from '../../shared/contract/model.ts';
import { startServer } from '../fixtures/start-server.ts';
import { managerOf } from './bench-manager.ts';
import type { Row } from './report.ts';
import { pairwise, time } from './statistics.ts';

const CONNECT_ROUNDS = 12;
const CALL_ROUNDS = 12;
const CALLS = 100;
const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');

type BareTransport = () => StdioClientTransport | StreamableHTTPClientTransport;

async function bareClient(transport: BareTransport, mode: 'auto' | 'legacy') {
  const client = new Client({ name: 'bench', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(transport());
  return client;
}

async function connectRow(name: string, config: TransportConfig, bare: BareTransport, mode: 'auto' | 'legacy', aim?: number): Promise<Row> {
  const result = await pairwise(
    CONNECT_ROUNDS,
    async () => {
      const connections = managerOf({ bench: config });
      const elapsed = await time(async () => {
        const state = await connections.connect('bench');
        if (state.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(state)}`);
      });
      await connections.shutdown();
      return elapsed;
    },
    async () => {
      const start = performance.now();
      const client = await bareClient(bare, mode);
      await client.listTools();
      const elapsed = performance.now() - start;
      await client.close();
      return elapsed;
    },
  );
  return {
    name,
    value: result.ratio,
    unit: 'x',
    ...(aim === undefined ? {} : { aim }),
    note: `${result.ours.toFixed(0)} ms against ${result.theirs.toFixed(0)} ms`,
  };
}

async function callRow(name: string, config: TransportConfig, bare: BareTransport): Promise<Row> {
  const connections = managerOf({ bench: config });
  const client = await bareClient(bare, 'legacy');
  await client.listTools();
  await connections.connect('bench');
  const never = new AbortController().signal;
  try {
    const result = await pairwise(
      CALL_ROUNDS,
      () =>
        time(async () => {
          for (let n = 0; n < CALLS; n += 1)
            await connections.call('bench', 'echo', { message: 'hi' }, { signal: never, timeoutMs: 60_000, onProgress: () => {} });
        }),
      () =>
        time(async () => {
          for (let n = 0; n < CALLS; n += 1) await client.callTool({ name: 'echo', arguments: { message: 'hi' } });
        }),
    );
    return {
      name,
      value: result.ratio,
      unit: 'x',
      aim: 1.2,
      note: `${(result.ours / CALLS).toFixed(2)} ms a call against ${(result.theirs / CALLS).toFixed(2)} ms`,
    };
  } finally {
    await connections.shutdown();
    await client.close();
  }
}

/** Connecting (with the list of tools) and calling through the core, against the SDK's client alone. */
export async function benchConnections(): Promise<Row[]> {
  const stdio: TransportConfig = { kind: 'stdio', command: process.execPath, args: [everything, 'stdio'], env: {}, cwd: null };
  const bareStdio = () => new StdioClientTransport({ command: process.execPath, args: [everything, 'stdio'], stderr: 'ignore' });
  const server = await startServer('streamableHttp');
  const http: TransportConfig = {
    kind: 'remote',
    url: server.url,
    mode: 'auto',
    headers: {},
    query: {},
    auth: DEFAULT_AUTH,
    tls: DEFAULT_TLS,
  };
  const bareHttp = () => new StreamableHTTPClientTransport(new URL(server.url));
  try {
    return [
      await connectRow('connect over stdio / bare client (auto)', stdio, bareStdio, 'auto', 1.1),
      await connectRow('connect over stdio / bare client (legacy only)', stdio, bareStdio, 'legacy', 1.1),
      await connectRow('connect over HTTP / bare client (auto)', http, bareHttp, 'auto', 1.1),
      await connectRow('connect over HTTP / bare client (legacy only)', http, bareHttp, 'legacy'),
      await callRow('call over stdio / bare client', stdio, bareStdio),
      await callRow('call over HTTP / bare client', http, bareHttp),
    ];
  } finally {
    await server.stop();
  }
}
