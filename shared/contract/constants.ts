import type { PlainRemote, RemoteConfig, ServerLimits, Settings } from './model.ts';

/** What both sides of the wire need at run time; free of zod, so that the renderer can import it cheaply. */
export const CATEGORY_COLORS = ['gray', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export type CategoryColor = (typeof CATEGORY_COLORS)[number];

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  sidebar: null,
  dividers: { tools: 250, result: 410 },
  collapsed: [],
  clientMetadataUrl: null,
};

/** Most characters of a server's or a category's name. */
export const MAX_NAME = 120;

/** Limit of one tool call in ms when the server has none of its own. */
export const DEFAULT_CALL_TIMEOUT_MS = 60_000;

/** A server's limits where it has none of its own (model.ts, serverLimits). Commands that may install first have longer to connect. */
export const DEFAULT_LIMITS = { connectMs: 30_000, installMs: 120_000, listMs: 30_000, reconnects: 20, messageMb: 256 } as const;
export const NO_LIMITS: ServerLimits = { connectMs: null, listMs: null, callTotalMs: null, reconnects: null, messageMb: null };
/** Signs in when the server asks for it. */
export const DEFAULT_AUTH: PlainRemote['auth'] & { kind: 'oauth' } = {
  kind: 'oauth',
  clientId: '',
  clientSecret: null,
  scopes: '',
  redirect: 'auto',
  lenientIssuer: false,
};
export const DEFAULT_TLS: RemoteConfig['tls'] = { caFile: null, acceptInvalid: false };
/** A call may take this many times its timeout altogether, however much progress it reports. */
export const CALL_TOTAL_FACTOR = 10;

/** Most bytes of one request, on either wire. */
export const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** Electron ipc channels. */
export const IPC_INVOKE = 'patchbay:invoke';
export const IPC_EVENTS = 'patchbay:events';
