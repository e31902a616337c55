import { z } from 'zod';
import { CATEGORY_COLORS, MAX_NAME } from './constants.ts';
import { errorData } from './error-data.ts';
import { ENTERED, PLAIN, STORED, transportSchemas } from './transports.ts';

/** Limits of what a person may enter; generous, but never unbounded. */
const TEXT = 20_000;

const name = z.string().trim().min(1, 'Enter a name').max(MAX_NAME, `At most ${MAX_NAME} characters`);

/** An emoji (a few code points), a short text of up to 8 characters, or the https URL of an image. */
export const icon = z
  .string()
  .trim()
  .max(2_000)
  .refine((value) => value === '' || value.length <= 16 || /^https:\/\/\S+$/i.test(value), 'An emoji or the https address of an image');

/** A definition's transport as it is saved: secrets are names of entries of the vault. */
const stored = transportSchemas(STORED);
/** The same as it is entered: a secret may be on its way into the vault. */
const entered = transportSchemas(ENTERED);
/** The same as it is used: every value in place. */
const plain = transportSchemas(PLAIN);
export const transportConfig = stored.transport;
const transportInput = entered.transport;

const limit = z.number().int().min(1_000, 'At least 1 second').max(86_400_000, 'At most 24 hours').nullable().default(null);

/** A server's own limits; null is the default (constants.ts). Times in ms. */
export const serverLimits = z.object({
  connectMs: limit,
  /** of one page of the list of tools */
  listMs: limit,
  /** of one call altogether, however much progress it reports */
  callTotalMs: limit,
  /** tries after a connection was lost; 0: none */
  reconnects: z.number().int().min(0).max(10_000).nullable().default(null),
  /** of one message, in MB */
  messageMb: z.number().int().min(1, 'At least 1 MB').max(512, 'At most 512 MB').nullable().default(null),
});

/** What a person enters to add or change a server. */
export const serverInput = z.object({
  name,
  categoryId: z.string().nullable().default(null),
  icon: icon.default(''),
  notes: z.string().max(TEXT).default(''),
  /** Limit of one tool call in ms; null is the default of 60,000. */
  callTimeoutMs: limit,
  limits: serverLimits.prefault({}),
  transport: transportInput,
});

/** The same as it is saved. */
export const storedServer = serverInput.extend({ transport: transportConfig });

export const serverDefinition = storedServer.extend({
  id: z.string(),
  enabled: z.boolean(),
  /** ms since the epoch */
  createdAt: z.number(),
  updatedAt: z.number(),
});

export const categoryInput = z.object({
  name,
  icon: icon.default(''),
  color: z.enum(CATEGORY_COLORS).default('gray'),
  description: z.string().max(TEXT).default(''),
});

export const category = categoryInput.extend({ id: z.string() });

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** null: by the width of the window */
  sidebar: z.enum(['wide', 'narrow']).nullable(),
  /** Widths of the tester's outer panes in px. */
  dividers: z.object({ tools: z.number().min(120).max(2_000), result: z.number().min(200).max(4_000) }),
  /** Ids of the folded categories. */
  collapsed: z.array(z.string()),
  /** https address of a document that describes Patchbay to sign-in servers (OAuth Client ID Metadata Documents); null: none. */
  clientMetadataUrl: z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .nullable(),
});

const exitInfo = z.object({
  /** null when a signal ended the process */
  code: z.number().nullable(),
  signal: z.string().nullable(),
  at: z.number(),
});

const connectStep = z.enum(['resolving', 'spawning', 'negotiating', 'verifying']);

export const serverState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('disabled') }),
  z.object({ kind: z.literal('disconnected') }),
  /** Asked to end, which takes a while; asked again, it is forced. */
  z.object({ kind: z.literal('disconnecting'), since: z.number() }),
  z.object({ kind: z.literal('connecting'), since: z.number(), step: connectStep, note: z.string().optional() }),
  z.object({ kind: z.literal('needsAuth'), error: errorData }),
  z.object({ kind: z.literal('authorizing'), since: z.number() }),
  z.object({
    kind: z.literal('connected'),
    since: z.number(),
    era: z.enum(['legacy', 'modern']),
    protocolVersion: z.string(),
    transport: z.enum(['stdio', 'http', 'sse', 'websocket', 'sample']),
    serverName: z.string(),
    serverVersion: z.string(),
    instructions: z.string(),
    toolCount: z.number(),
    /** Tools the server listed in a form that cannot be used, one sentence each. */
    rejectedTools: z.array(z.string()),
    /** ms that the last list of tools took to come; the work of a tool is no latency */
    latencyMs: z.number(),
    lastSuccessAt: z.number(),
    pid: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('reconnecting'),
    /** when the connection was lost */
    since: z.number(),
    /** 1 is the first try */
    attempt: z.number(),
    /** when the next try begins; null while one is under way */
    retryAt: z.number().nullable(),
    /** why the connection was lost, or the last try failed */
    error: errorData,
  }),
  z.object({
    kind: z.literal('failed'),
    at: z.number(),
    error: errorData,
    exit: exitInfo.nullable(),
    /** how often it was tried again before Patchbay gave up */
    tries: z.number().optional(),
  }),
]);

/** A tool as the server describes it; unknown fields are kept. Everything in it comes from a stranger. */
export const tool = z.looseObject({
  name: z.string().min(1),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.looseObject({}),
  outputSchema: z.looseObject({}).optional(),
  annotations: z
    .looseObject({
      title: z.string().optional(),
      readOnlyHint: z.boolean().optional(),
      destructiveHint: z.boolean().optional(),
      idempotentHint: z.boolean().optional(),
      openWorldHint: z.boolean().optional(),
    })
    .optional(),
});

/** What a command turned out to be on this computer. */
const runtimeInfo = z.object({
  command: z.string(),
  /** null when it was not found */
  path: z.string().nullable(),
  /** what it calls its version, or null */
  version: z.string().nullable(),
  /** `shell`: only the PATH of the login shell has it; `app`: Patchbay's own; `server`: PATH of the definition; `path`: given as a path */
  foundBy: z.enum(['path', 'server', 'app', 'shell']).nullable(),
  /** folders that were searched */
  searched: z.array(z.string()),
  /** what to install, or null */
  advice: z.string().nullable(),
});

/** Processes of a local server and how it is run. */
export const processInfo = z.object({
  /** null while none runs */
  pid: z.number().nullable(),
  startedAt: z.number().nullable(),
  /** since Patchbay started, without the first start */
  restarts: z.number(),
  /** the process and all below it, the server first; empty while none runs */
  tree: z.array(
    z.object({
      pid: z.number(),
      parent: z.number(),
      name: z.string(),
      /** whole command line, without secrets */
      command: z.string(),
      memoryBytes: z.number().nullable(),
      /** share of one core since the last time it was asked, in percent; null the first time */
      cpuPercent: z.number().nullable(),
      startedAt: z.number().nullable(),
    }),
  ),
  /** newest first, at most 50 */
  exits: z.array(exitInfo.extend({ pid: z.number().nullable(), ranMs: z.number(), asked: z.boolean() })),
  runtime: runtimeInfo.nullable(),
  /** where older lines of its output are, or null */
  logFile: z.string().nullable(),
});

/** What is known about the connection to a remote server. */
export const networkInfo = z.object({
  /** without credentials and values of its query */
  address: z.string(),
  transport: z.enum(['http', 'sse', 'websocket']).nullable(),
  era: z.enum(['legacy', 'modern']).nullable(),
  protocolVersion: z.string().nullable(),
  /** what was remembered of it before: era and transport need not be asked again */
  remembered: z.boolean(),
  /** first characters only */
  sessionId: z.string().nullable(),
  /** host of the proxy in use, or null */
  proxy: z.string().nullable(),
  /** whether its certificate is not checked, by the person's choice */
  insecure: z.boolean(),
  /** newest first, at most 20 */
  errors: z.array(z.object({ at: z.number(), error: errorData })),
});

/** One JSON-RPC message or HTTP exchange, as it may be shown: without secrets, long ones cut. */
export const trafficEntry = z.object({
  /** rises by one; a gap means that older ones were dropped */
  n: z.number(),
  at: z.number(),
  direction: z.enum(['in', 'out']),
  kind: z.enum(['rpc', 'http']),
  /** `tools/list`, `result of tools/list`, `POST 200`, … */
  label: z.string(),
  sizeBytes: z.number(),
  /** of an HTTP exchange or the answer to a request */
  durationMs: z.number().nullable(),
  body: z.string(),
  /** whether `body` is not all of it */
  cut: z.boolean(),
});

/** One finding of the doctor. */
const doctorFinding = z.object({
  level: z.enum(['ok', 'info', 'warning', 'problem']),
  /** e.g. `Command`, `PATH`, `Address` */
  title: z.string(),
  text: z.string(),
  /** what to do, or null */
  advice: z.string().nullable(),
});

export const doctorReport = z.object({
  /** null: of this computer in general */
  serverId: z.string().nullable(),
  title: z.string(),
  findings: z.array(doctorFinding),
});

/** What lists and search need of a tool; the whole of it comes with `tools.get`. */
export const toolSummary = z.object({
  name: z.string(),
  title: z.string(),
  /** First 200 characters of the description, one line. */
  description: z.string(),
  readOnly: z.boolean(),
  /** As declared: a tool without annotations is not marked. */
  destructive: z.boolean(),
});

/** The tools of one server; `stale`: from an earlier connection, until the server confirms them. */
export const toolCatalog = z.object({ tools: z.array(toolSummary), stale: z.boolean() });

const callStatus = z.enum(['running', 'done', 'toolError', 'failed', 'cancelled']);

/** One run of a tool in this session. */
export const toolRun = z.object({
  callId: z.string(),
  serverId: z.string(),
  tool: z.string(),
  args: z.record(z.string(), z.unknown()),
  startedAt: z.number(),
  durationMs: z.number().nullable(),
  status: callStatus,
  progress: z.object({ progress: z.number(), total: z.number().nullable(), message: z.string() }).nullable(),
  error: errorData.nullable(),
  /** Size of the whole result as JSON, in bytes. */
  sizeBytes: z.number(),
  /** A sentence when structuredContent does not fit the tool's outputSchema. */
  outputProblem: z.string().nullable(),
});

/** The result of a run. `complete: false`: long texts and lists are cut; `calls.resultText` has it all. */
export const runResult = z.object({
  run: toolRun,
  /** The MCP CallToolResult, or null when the run has none (any more). */
  result: z.unknown(),
  complete: z.boolean(),
});

export const logLine = z.object({
  at: z.number(),
  /** `stderr` and `stdout` (noise) come from the process, `patchbay` from us. */
  stream: z.enum(['stderr', 'stdout', 'patchbay']),
  text: z.string(),
});

export type ServerInput = z.infer<typeof serverInput>;
export type StoredServer = z.infer<typeof storedServer>;
export type ServerDefinition = z.infer<typeof serverDefinition>;
export type TransportConfig = z.infer<typeof stored.transport>;
export type StdioConfig = z.infer<typeof stored.stdio>;
export type RemoteConfig = z.infer<typeof stored.remote>;
export type TransportInput = z.infer<typeof entered.transport>;
export type StdioInput = z.infer<typeof entered.stdio>;
export type RemoteInput = z.infer<typeof entered.remote>;
/** With every value in place: what a transport is made from. */
export type PlainTransport = z.infer<typeof plain.transport>;
export type PlainStdio = z.infer<typeof plain.stdio>;
export type PlainRemote = z.infer<typeof plain.remote>;
export type CategoryInput = z.infer<typeof categoryInput>;
export type Category = z.infer<typeof category>;
export type Settings = z.infer<typeof settings>;
export type ServerState = z.infer<typeof serverState>;
export type ConnectedState = Extract<ServerState, { kind: 'connected' }>;
export type ConnectStep = z.infer<typeof connectStep>;
export type ExitInfo = z.infer<typeof exitInfo>;
export type ServerLimits = z.infer<typeof serverLimits>;
export type ProcessInfo = z.infer<typeof processInfo>;
export type RuntimeInfo = z.infer<typeof runtimeInfo>;
export type NetworkInfo = z.infer<typeof networkInfo>;
export type TrafficEntry = z.infer<typeof trafficEntry>;
export type DoctorFinding = z.infer<typeof doctorFinding>;
export type DoctorReport = z.infer<typeof doctorReport>;
export type ToolCatalog = z.infer<typeof toolCatalog>;
export type Tool = z.infer<typeof tool>;
export type ToolSummary = z.infer<typeof toolSummary>;
export type ToolRun = z.infer<typeof toolRun>;
export type RunResult = z.infer<typeof runResult>;
export type LogLine = z.infer<typeof logLine>;
