import { z } from 'zod';
import { account, signIn, signInInput, vaultInfo } from './auth.ts';
import {
  category,
  categoryInput,
  doctorReport,
  logLine,
  networkInfo,
  processInfo,
  runResult,
  serverDefinition,
  serverInput,
  serverState,
  settings,
  tool,
  toolCatalog,
  toolRun,
  toolSummary,
  trafficEntry,
} from './model.ts';

const nothing = z.object({}).strict();
const serverId = z.string().max(200);
const callId = z.string().min(1).max(200);

const appInfo = z.object({
  version: z.string(),
  shell: z.enum(['desktop', 'browser', 'cli']),
  platform: z.string(),
  dataFolder: z.string(),
  /** Set when another process holds the data folder: this one may read only. */
  readOnlyBecausePid: z.number().nullable(),
  /** Sentences about files that were damaged and set aside at this start. */
  notices: z.array(z.string()),
});

export const snapshot = z.object({
  /** Number of the last event that this snapshot already contains. */
  seq: z.number(),
  info: appInfo,
  servers: z.array(serverDefinition),
  categories: z.array(category),
  states: z.record(z.string(), serverState),
  settings,
  running: z.array(toolRun),
  vault: vaultInfo,
  accounts: z.array(account),
  /** The sign-in under way, or the last one, by server. */
  signIns: z.record(z.string(), signIn),
});

/** What was recognised in pasted text: one entry a server, with what could not be taken over. */
export const parsedPaste = z.object({
  /** `command`, `url`, or the shape of the JSON: `mcpServers`, `servers`, `entry`. */
  format: z.enum(['command', 'url', 'mcpServers', 'servers', 'entry']),
  servers: z.array(serverInput),
  /** Sentences about parts that were left out, e.g. `"disabled" of "github" was left out`. */
  warnings: z.array(z.string()),
});

/** One app's configuration file, with what it holds. Apps without a file are left out. */
export const importSource = z.object({
  app: z.string(),
  path: z.string(),
  servers: z.array(serverInput),
  warnings: z.array(z.string()),
  /** Why the file could not be read, or null. */
  problem: z.string().nullable(),
});

const testResult = z.object({ state: serverState, tools: z.array(toolSummary), log: z.array(logLine) });

/** Every request a shell's face may make: `{ input, output }` by name. Errors travel as AppErrorData. */
export const methods = {
  'app.snapshot': { input: nothing, output: snapshot },
  /** Opens an http(s) page in the person's browser; anything else is refused. */
  'app.openExternal': { input: z.object({ url: z.string().max(8_000) }), output: nothing },

  /** What the page knows of its surroundings: whether anybody sees it, and whether the system says it is online. */
  'app.presence': { input: z.object({ visible: z.boolean(), online: z.boolean() }), output: nothing },

  'servers.create': { input: serverInput, output: serverDefinition },
  'servers.update': { input: z.object({ id: serverId, server: serverInput }), output: serverDefinition },
  'servers.duplicate': { input: z.object({ id: serverId }), output: serverDefinition },
  'servers.remove': { input: z.object({ id: serverId }), output: nothing },
  /** Brings a removed server back as it was, before `beforeId` (null: last). One that is there already stays as it is. */
  'servers.restore': {
    input: z.object({ server: serverDefinition.extend({ id: serverId.min(1) }), beforeId: serverId.nullable() }),
    output: serverDefinition,
  },
  /** Puts the server before `beforeId` (null: last) in the category (null: Uncategorised). */
  'servers.move': { input: z.object({ id: serverId, categoryId: z.string().nullable(), beforeId: serverId.nullable() }), output: nothing },
  'servers.setEnabled': { input: z.object({ id: serverId, enabled: z.boolean() }), output: serverDefinition },
  /** Adds the built-in server under "Getting started", or returns the one that is there. */
  'servers.addSample': { input: nothing, output: serverDefinition },
  'servers.parse': { input: z.object({ text: z.string().max(2_000_000) }), output: parsedPaste },
  /** Connects without saving, lists the tools, disconnects. `testId` lets `servers.cancelTest` end it. */
  'servers.test': {
    /** `id`: of the saved server whose secrets and account the draft may use */
    input: z.object({ testId: z.string().max(200), server: serverInput, id: serverId.optional() }),
    output: testResult,
  },
  'servers.cancelTest': { input: z.object({ testId: z.string().max(200) }), output: nothing },
  /** Idempotent; answers with the state it reached, a failure included. */
  'servers.connect': { input: z.object({ id: serverId }), output: serverState },
  'servers.disconnect': { input: z.object({ id: serverId }), output: serverState },
  /** Starts every enabled server that is not connected (of one category, where given); does not wait. */
  'servers.connectAll': { input: z.object({ categoryId: z.string().nullable().optional() }), output: z.object({ started: z.number() }) },
  /** Ends the process or connection and starts it anew; answers with the state it reached. */
  'servers.restart': { input: z.object({ id: serverId }), output: serverState },
  /** Of a local server. Throws not_found for others. */
  'servers.process': { input: z.object({ id: serverId }), output: processInfo },
  /** Of a remote server. Throws not_found for others. */
  'servers.network': { input: z.object({ id: serverId }), output: networkInfo },
  /** What went over the wire after entry `after` (0: all that is kept), oldest first, at most 500; `latest` is the last number there is. */
  'servers.traffic': {
    input: z.object({ id: serverId, after: z.number().int().min(0) }),
    output: z.object({ entries: z.array(trafficEntry), latest: z.number() }),
  },
  /** Variables of a .env file's text, and sentences about lines that could not be read. */
  'servers.parseEnv': {
    input: z.object({ text: z.string().max(2_000_000) }),
    output: z.object({ variables: z.record(z.string(), z.string()), warnings: z.array(z.string()) }),
  },
  /** A diagnosis of one server, or of this computer. */
  'servers.doctor': { input: z.object({ id: serverId.nullable() }), output: doctorReport },
  'servers.log': { input: z.object({ id: serverId }), output: z.array(logLine) },

  'categories.create': { input: categoryInput, output: category },
  'categories.update': { input: z.object({ id: z.string(), category: categoryInput }), output: category },
  'categories.remove': { input: z.object({ id: z.string() }), output: nothing },
  'categories.move': { input: z.object({ id: z.string(), beforeId: z.string().nullable() }), output: nothing },

  'tools.summaries': { input: nothing, output: z.record(z.string(), toolCatalog) },
  'tools.get': { input: z.object({ serverId, name: z.string() }), output: tool },
  /** Asks the server for its list again. */
  'tools.refresh': { input: z.object({ serverId }), output: z.array(toolSummary) },
  /** Runs a tool. The caller chooses the call id, so that progress and cancel can name it at once. */
  'tools.call': {
    input: z.object({ callId, serverId, name: z.string().max(1_000), args: z.record(z.string(), z.unknown()) }),
    output: runResult,
  },
  'tools.cancel': { input: z.object({ callId }), output: nothing },

  /** Earlier runs of this session, newest first. */
  'calls.list': { input: z.object({ serverId: serverId.optional(), tool: z.string().optional() }), output: z.array(toolRun) },
  'calls.result': { input: z.object({ callId }), output: runResult },
  /** A slice of the whole result as JSON text, at most 4,000,000 characters; `total` in characters. */
  'calls.resultText': {
    input: z.object({ callId, offset: z.number().int().min(0) }),
    output: z.object({ text: z.string(), total: z.number() }),
  },

  /** Server definitions found in the configuration files of other apps on this computer; nothing is saved. */
  'import.scan': { input: nothing, output: z.array(importSource) },

  /** Signs in and connects; answers when it ended. One that is under way for the server is joined. The steps come as events. */
  'auth.signIn': { input: signInInput, output: signIn },
  'auth.cancel': { input: z.object({ serverId }), output: nothing },
  /** Opens the browser once more for a sign-in that waits for it. */
  'auth.openAgain': { input: z.object({ serverId }), output: nothing },
  /**
   * Ends a sign-in by hand with the address the browser ended at, where it could not come back by itself. Throws
   * not_found; auth_not_its_end for any other address, and the sign-in goes on.
   */
  'auth.finish': { input: z.object({ serverId, url: z.string().max(20_000) }), output: nothing },
  /** The address for a browser elsewhere, to be copied by the person. Throws not_found when no sign-in waits. */
  'auth.address': { input: z.object({ serverId }), output: z.object({ url: z.string() }) },
  /** Revokes the account's tokens where the server offers it, and forgets them. `remove: false` remembers the account. */
  'auth.signOut': { input: z.object({ accountId: z.string().max(200), remove: z.boolean() }), output: nothing },
  'auth.rename': { input: z.object({ accountId: z.string().max(200), name: z.string().trim().min(1).max(120) }), output: account },
  /** Uses the account for its server from now on; a live connection is made anew. */
  'auth.select': { input: z.object({ accountId: z.string().max(200) }), output: account },

  /** Chooses what protects the secrets, also later: entries stay as they are. */
  'vault.protect': {
    input: z.discriminatedUnion('by', [
      z.object({ by: z.literal('keychain') }),
      z.object({ by: z.literal('passphrase'), passphrase: z.string().min(1).max(1_000) }),
      z.object({ by: z.literal('session') }),
    ]),
    output: vaultInfo,
  },
  /** Throws passphrase_wrong. */
  'vault.unlock': { input: z.object({ passphrase: z.string().max(1_000) }), output: vaultInfo },
  'vault.lock': { input: nothing, output: vaultInfo },
  /** A first passphrase (`current` is empty) stands beside the keychain. Throws passphrase_wrong. */
  'vault.changePassphrase': {
    input: z.object({ current: z.string().max(1_000), next: z.string().min(1).max(1_000) }),
    output: vaultInfo,
  },
  /** Forgets every secret and account of one server, or of all (null). Definitions stay and say what is missing. */
  'vault.forget': { input: z.object({ serverId: serverId.nullable() }), output: vaultInfo },
  /** Moves values that look like secrets from servers.json into the vault. */
  'vault.secure': { input: nothing, output: vaultInfo },

  'settings.update': { input: settings.partial(), output: settings },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type Input<M extends MethodName> = z.input<Methods[M]['input']>;
export type ParsedInput<M extends MethodName> = z.output<Methods[M]['input']>;
export type Output<M extends MethodName> = z.output<Methods[M]['output']>;
export type Snapshot = z.infer<typeof snapshot>;
export type AppInfo = z.infer<typeof appInfo>;
export type ParsedPaste = z.infer<typeof parsedPaste>;
export type ImportSource = z.infer<typeof importSource>;
export type TestResult = z.infer<typeof testResult>;
