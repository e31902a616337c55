// What a person would do with Patchbay at the server of one scenario of the official suite: add it, connect, sign in where it asks, use
// its tools. The suite gives the address as the last argument and the rest by environment.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../electron/core/app.ts';
import type { Input, MethodName, Output } from '../../shared/contract/methods.ts';
import { AppError } from '../../shared/errors.ts';
import { browse } from '../fixtures/auth-server/browser.ts';
import { argumentsFor } from './sample-arguments.ts';
import { authOf, type Context, readContext } from './scenario.ts';

const CALL_MS = 30_000;
/** Of the client itself (SEP-991); the suite knows this address and never asks it. */
const CLIENT_DOCUMENT = 'https://conformance-test.local/client-metadata.json';

type Ask = <M extends MethodName>(method: M, input: Input<M>) => Promise<Output<M>>;

function asking(app: App): Ask {
  return async <M extends MethodName>(method: M, input: Input<M>) => {
    const reply = await app.bridge.handle(method, input);
    if (!reply.ok) throw AppError.fromData(reply.error);
    return reply.value as Output<M>;
  };
}

/** A person who is asked to sign in does so; one who is asked again and again gives up. */
const PATIENCE = 2;

async function signingIn<T>(ask: Ask, serverId: string, work: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || !['sign_in_needed', 'scope_needed'].includes(error.code) || round > PATIENCE) throw error;
      const scopes = error.code === 'scope_needed' ? (error.details.scopeList as string[]) : [];
      const signIn = await ask('auth.signIn', { serverId, scopes });
      // What was just given may be refused because the server has changed meanwhile: asked for once more.
      if (signIn.error && (signIn.error.code !== 'auth_too_often' || round === PATIENCE)) throw AppError.fromData(signIn.error);
    }
  }
}

async function connect(ask: Ask, id: string): Promise<void> {
  const state = await ask('servers.connect', { id });
  if (state.kind === 'connected') return;
  throw 'error' in state ? AppError.fromData(state.error) : new Error(`the server is ${state.kind}`);
}

/** What the server itself refuses is an answer, too. */
async function call(app: App, serverId: string, name: string, args: Record<string, unknown>): Promise<void> {
  const options = { signal: AbortSignal.timeout(CALL_MS), timeoutMs: CALL_MS, onProgress: () => {} };
  try {
    await app.connections.call(serverId, name, args, options);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'server_error')) throw error;
  }
}

/** Runs every tool once, as a person would try them out. */
async function tryTools(app: App, ask: Ask, serverId: string, { toolCalls }: Context): Promise<void> {
  const tools = await signingIn(ask, serverId, () => ask('tools.refresh', { serverId }));
  const schemas = await Promise.all(tools.map(async ({ name }) => (await ask('tools.get', { serverId, name })).inputSchema));
  for (const [index, { name }] of tools.entries()) {
    const given = toolCalls?.find((each) => each.name === name)?.arguments;
    const args = given ?? argumentsFor(schemas[index] ?? {}, schemas[0] ?? {});
    await signingIn(ask, serverId, () => call(app, serverId, name, args));
  }
}

async function main(): Promise<void> {
  const url = process.argv.at(-1) ?? '';
  const context = readContext(process.env);
  process.env.PATCHBAY_CLIENT_METADATA_URL = CLIENT_DOCUMENT;
  const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-conformance-'));
  const app = await createApp({
    dataFolder,
    shell: 'cli',
    version: '0.0.0-conformance',
    // Agrees to what is suggested.
    answerer: async () => ({ action: 'accept', content: {} }),
    openExternal: async (address) => void (await browse(address)),
  });
  try {
    const ask = asking(app);
    await ask('vault.protect', { by: 'session' });
    const { id } = await ask('servers.create', { name: 'scenario', transport: { kind: 'remote', url, auth: authOf(context) } });
    await signingIn(ask, id, () => connect(ask, id));
    await tryTools(app, ask, id, context);
  } finally {
    await app.shutdown();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

try {
  await main();
  process.stdout.write('well\n');
  process.exit(0);
} catch (error) {
  process.stdout.write(`${error instanceof AppError ? error.code : 'crashed'}\n`);
  process.stderr.write(`${error instanceof AppError ? JSON.stringify(error.toData(), null, 2) : String((error as Error).stack)}\n`);
  process.exit(1);
}
