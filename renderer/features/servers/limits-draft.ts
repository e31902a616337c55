import { CALL_TOTAL_FACTOR, DEFAULT_CALL_TIMEOUT_MS, DEFAULT_LIMITS } from '../../../shared/contract/constants.ts';
import type { ServerInput, ServerLimits } from '../../../shared/contract/model.ts';

/** A server's limits as they are typed; empty is the default. Times in seconds. */
export interface LimitsDraft {
  readonly call: string;
  readonly callTotal: string;
  readonly connect: string;
  readonly list: string;
  readonly reconnects: string;
  readonly messageMb: string;
}

export const EMPTY_LIMITS: LimitsDraft = { call: '', callTotal: '', connect: '', list: '', reconnects: '', messageMb: '' };

/** The fields in the order in which they are shown, with their place in the core's input and what applies where they are empty. */
export const LIMIT_FIELDS = [
  { key: 'call', path: 'callTimeoutMs', unit: 'seconds', preset: DEFAULT_CALL_TIMEOUT_MS / 1_000 },
  { key: 'callTotal', path: 'limits.callTotalMs', unit: 'seconds', preset: (DEFAULT_CALL_TIMEOUT_MS * CALL_TOTAL_FACTOR) / 1_000 },
  { key: 'connect', path: 'limits.connectMs', unit: 'seconds', preset: DEFAULT_LIMITS.connectMs / 1_000 },
  { key: 'list', path: 'limits.listMs', unit: 'seconds', preset: DEFAULT_LIMITS.listMs / 1_000 },
  { key: 'reconnects', path: 'limits.reconnects', unit: 'tries', preset: DEFAULT_LIMITS.reconnects },
  { key: 'messageMb', path: 'limits.messageMb', unit: 'megabytes', preset: DEFAULT_LIMITS.messageMb },
] as const satisfies readonly { key: keyof LimitsDraft; path: string; unit: string; preset: number }[];

export function limitsDraft({ callTimeoutMs, limits }: Pick<ServerInput, 'callTimeoutMs' | 'limits'>, before: LimitsDraft): LimitsDraft {
  const text = (value: number | null, typed: string, divisor = 1) => (value === null ? typed : String(value / divisor));
  return {
    call: text(callTimeoutMs, before.call, 1_000),
    callTotal: text(limits.callTotalMs, before.callTotal, 1_000),
    connect: text(limits.connectMs, before.connect, 1_000),
    list: text(limits.listMs, before.list, 1_000),
    reconnects: text(limits.reconnects, before.reconnects),
    messageMb: text(limits.messageMb, before.messageMb),
  };
}

/** The number that was typed, with a comma or a point; null for an empty field, NaN for anything that is no number. */
function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  return /^[+-]?\d*\.?\d+\.?$/.test(plain) ? Number(plain) : Number.NaN;
}

function ms(text: string): number | null {
  const seconds = numberOf(text);
  return seconds === null ? null : Math.round(seconds * 1_000);
}

/** What goes to the core, which checks the ranges. What is no number must be caught before, by `limitErrors`. */
export function limitsFrom(draft: LimitsDraft): { callTimeoutMs: number | null; limits: ServerLimits } {
  return {
    callTimeoutMs: ms(draft.call),
    limits: {
      connectMs: ms(draft.connect),
      listMs: ms(draft.list),
      callTotalMs: ms(draft.callTotal),
      reconnects: numberOf(draft.reconnects),
      messageMb: numberOf(draft.messageMb),
    },
  };
}

export type LimitError = 'serverForm.timeoutNotNumber' | 'serverForm.notWhole';

/** Faults that would not survive the way to the core: messages' ids by field path. */
export function limitErrors(draft: LimitsDraft): Record<string, LimitError> {
  const errors: Record<string, LimitError> = {};
  for (const { key, path, unit } of LIMIT_FIELDS) {
    const value = numberOf(draft[key]);
    if (value === null) continue;
    if (unit === 'seconds' && !Number.isFinite(value * 1_000)) errors[path] = 'serverForm.timeoutNotNumber';
    if (unit !== 'seconds' && !Number.isSafeInteger(value)) errors[path] = 'serverForm.notWhole';
  }
  return errors;
}

/** How many limits are the server's own. */
export function ownLimits(draft: LimitsDraft): number {
  return LIMIT_FIELDS.filter(({ key }) => draft[key].trim() !== '').length;
}
