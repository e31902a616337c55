import type { JSONRPCMessage } from '@modelcontextprotocol/client';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMessage(value: unknown): value is JSONRPCMessage {
  if (!isObject(value) || value.jsonrpc !== '2.0') return false;
  if ('method' in value) return typeof value.method === 'string';
  if (!('id' in value)) return false;
  // Some libraries write both members and leave one null.
  if (value.error === null && isObject(value.result)) delete value.error;
  return isObject(value.result) || (isObject(value.error) && typeof value.error.message === 'string');
}

function parse(text: string): JSONRPCMessage | null {
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * One line of a server's stdout: its JSON-RPC message and the noise before it, either of which may be missing. Text
 * that was printed without a line break stands before a message on the same line; it must not swallow it.
 */
export function readJsonRpcLine(line: string): { message: JSONRPCMessage | null; noise: string } {
  const text = line.trim();
  const whole = parse(text);
  if (whole) return { message: whole, noise: '' };
  const start = text.indexOf('{"jsonrpc"', 1);
  const message = start === -1 ? null : parse(text.slice(start));
  return message ? { message, noise: text.slice(0, start) } : { message: null, noise: text };
}
