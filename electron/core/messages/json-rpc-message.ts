import type { JSONRPCMessage } from '@modelcontextprotocol/client';

/** The error code of the answer that stands for one that is none: neither a result nor an error, or both, or of the wrong shape. */
export const MALFORMED_ANSWER = -32_097;

/** Characters of a malformed answer that are told. */
const TOLD_CHARS = 200;

/**
 * The message that a JSON value is, as strict as JSON-RPC 2.0 asks for; null when it is none. An answer of the wrong shape becomes an
 * error with MALFORMED_ANSWER, so that its request ends. `json`: the value as it came. Changes the value.
 */
export function asMessage(value: unknown, json: string): JSONRPCMessage | null {
  if (!isObject(value) || value.jsonrpc !== '2.0') return null;
  if ('method' in value) return asCall(value);
  const { id, result, error } = value;
  if (isError(error) && isMissing(result)) return (isId(id) ? { jsonrpc: '2.0', id, error } : { jsonrpc: '2.0', error }) as JSONRPCMessage;
  if (!isId(id)) return null;
  if (isObject(result) && isMissing(error)) return { jsonrpc: '2.0', id, result: withoutBadMeta(result) };
  return { jsonrpc: '2.0', id, error: { code: MALFORMED_ANSWER, message: ownWords(error) ?? json.slice(0, TOLD_CHARS) } };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asCall(value: Record<string, unknown>): JSONRPCMessage | null {
  if (typeof value.method !== 'string') return null;
  if (value.params === null) delete value.params;
  return value as unknown as JSONRPCMessage;
}

/** Some libraries write both members and leave one null. */
function isMissing(member: unknown): boolean {
  return member === undefined || member === null;
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || Number.isInteger(id);
}

function isError(error: unknown): boolean {
  return isObject(error) && Number.isInteger(error.code) && typeof error.message === 'string';
}

/** The SDK refuses a whole result for it; null is what some libraries write for nothing. */
function withoutBadMeta(result: Record<string, unknown>): Record<string, unknown> {
  if (result._meta !== undefined && !isObject(result._meta)) delete result._meta;
  return result;
}

function ownWords(error: unknown): string | null {
  const words = isObject(error) ? error.message : error;
  return typeof words === 'string' && words !== '' ? words : null;
}
