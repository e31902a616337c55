import type { Settings } from './model.ts';

/** What both sides of the wire need at run time; free of zod, so that the renderer can import it cheaply. */
export const CATEGORY_COLORS = ['gray', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export type CategoryColor = (typeof CATEGORY_COLORS)[number];

export const DEFAULT_SETTINGS: Settings = { theme: 'system', sidebar: null, dividers: { tools: 250, result: 410 }, collapsed: [] };

/** Limit of one tool call in ms when the server has none of its own. */
export const DEFAULT_CALL_TIMEOUT_MS = 60_000;

/** Most bytes of one request, on either wire. */
export const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** Electron ipc channels. */
export const IPC_INVOKE = 'patchbay:invoke';
export const IPC_EVENTS = 'patchbay:events';
