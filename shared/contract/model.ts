import { z } from 'zod';
import { type AppErrorData, ERRORS, type ErrorCode, type ErrorDetails } from '../errors.ts';
import { CATEGORY_COLORS } from './constants.ts';

/** Limits of what a person may enter; generous, but never unbounded. */
const NAME = 120;
const TEXT = 20_000;

const name = z.string().trim().min(1, 'Enter a name').max(NAME, `At most ${NAME} characters`);

/** An emoji (a few code points), a short text of up to 8 characters, or the https URL of an image. */
export const icon = z
  .string()
  .trim()
  .max(2_000)
  .refine((value) => value === '' || value.length <= 16 || /^https:\/\/\S+$/i.test(value), 'An emoji or the https address of an image');

const envName = z.string().regex(/^[^\0=]+$/, 'A variable’s name may not be empty or contain “=”');
const headerName = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'Not a valid header name');
const noNul = z
  .string()
  .max(TEXT)
  .regex(/^[^\0]*$/, 'May not contain a NUL character');
// RFC 9110 section 5.5: a value may not carry line breaks or NUL, or it would become another header.
const headerValue = z
  .string()
  .max(TEXT)
  .regex(/^[^\0\r\n]*$/, 'May not contain line breaks');

const httpUrl = z
  .string()
  .trim()
  .max(8_000)
  .refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  }, 'Enter a whole address that begins with http:// or https://');

export const stdioTransport = z.object({
  kind: z.literal('stdio'),
  command: noNul.pipe(z.string().trim().min(1, 'Enter the command that starts the server')),
  args: z.array(noNul).max(1_000).default([]),
  env: z.record(envName, noNul).default({}),
  /** Absolute, or beginning with `~`; null is the home folder. */
  cwd: noNul.nullable().default(null),
});

export const remoteTransport = z.object({
  kind: z.literal('remote'),
  url: httpUrl,
  /** `auto` tries Streamable HTTP, then SSE for servers of 2024-11-05. */
  mode: z.enum(['auto', 'http', 'sse']).default('auto'),
  headers: z.record(headerName, headerValue).default({}),
});

/** The built-in server of the first run; it runs inside Patchbay. */
export const sampleTransport = z.object({ kind: z.literal('sample') });

export const transportConfig = z.discriminatedUnion('kind', [stdioTransport, remoteTransport, sampleTransport]);

/** What a person enters to add or change a server. */
export const serverInput = z.object({
  name,
  categoryId: z.string().nullable().default(null),
  icon: icon.default(''),
  notes: z.string().max(TEXT).default(''),
  /** Limit of one tool call in ms; null is the default of 60,000. */
  callTimeoutMs: z.number().int().min(1_000, 'At least 1 second').max(86_400_000, 'At most 24 hours').nullable().default(null),
  transport: transportConfig,
});

export const serverDefinition = serverInput.extend({
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
});

const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);
const errorData: z.ZodType<AppErrorData> = z.object({
  code: errorCode,
  message: z.string(),
  hint: z.string(),
  technical: z.string().optional(),
  details: z.custom<ErrorDetails>((value) => typeof value === 'object').optional(),
});

export const exitInfo = z.object({
  /** null when a signal ended the process */
  code: z.number().nullable(),
  signal: z.string().nullable(),
  at: z.number(),
});

export const connectStep = z.enum(['resolving', 'spawning', 'negotiating', 'verifying']);

export const serverState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('disabled') }),
  z.object({ kind: z.literal('disconnected') }),
  z.object({ kind: z.literal('connecting'), since: z.number(), step: connectStep, note: z.string().optional() }),
  z.object({ kind: z.literal('needsAuth'), error: errorData }),
  z.object({ kind: z.literal('authorizing'), since: z.number() }),
  z.object({
    kind: z.literal('connected'),
    since: z.number(),
    era: z.enum(['legacy', 'modern']),
    protocolVersion: z.string(),
    transport: z.enum(['stdio', 'http', 'sse', 'sample']),
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
  z.object({ kind: z.literal('reconnecting'), attempt: z.number(), retryAt: z.number(), error: errorData }),
  z.object({ kind: z.literal('failed'), at: z.number(), error: errorData, exit: exitInfo.nullable() }),
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

export const callStatus = z.enum(['running', 'done', 'toolError', 'failed', 'cancelled']);

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
export type ServerDefinition = z.infer<typeof serverDefinition>;
export type TransportConfig = z.infer<typeof transportConfig>;
export type StdioConfig = z.infer<typeof stdioTransport>;
export type RemoteConfig = z.infer<typeof remoteTransport>;
export type CategoryInput = z.infer<typeof categoryInput>;
export type Category = z.infer<typeof category>;
export type Settings = z.infer<typeof settings>;
export type ServerState = z.infer<typeof serverState>;
export type ConnectedState = Extract<ServerState, { kind: 'connected' }>;
export type ConnectStep = z.infer<typeof connectStep>;
export type ExitInfo = z.infer<typeof exitInfo>;
export type Tool = z.infer<typeof tool>;
export type ToolSummary = z.infer<typeof toolSummary>;
export type ToolRun = z.infer<typeof toolRun>;
export type RunResult = z.infer<typeof runResult>;
export type LogLine = z.infer<typeof logLine>;
