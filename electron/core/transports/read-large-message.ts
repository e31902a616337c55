import { isAscii } from 'node:buffer';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';
import { previewResult } from '../tools/result-preview.ts';
import type { ResultBytes } from '../tools/whole-result.ts';
import { type LineMessage, readJsonRpcLine } from './json-rpc-line.ts';
import { resultRange } from './result-range.ts';

/** Characters of noise that are handed on; the log keeps fewer. */
const NOISE_CHARS = 64 * 1024;
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;

/** One message in a form that can travel between threads. */
interface ReadMessage {
  message: JSONRPCMessage;
  sizeBytes: number;
  /** All of the result, when the message has only its preview. */
  whole: ResultBytes | null;
}

/** What reading a large message found: usually one. */
export interface LargeReading {
  messages: ReadMessage[];
  /** The beginning of it. */
  noise: string;
}

/** Joins chunks into memory that threads can share. */
export function join(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(chunks.reduce((sum, chunk) => sum + chunk.length, 0)));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Reads the JSON text of one message. The answer to one of `calls` (requests for `tools/call`) gets the preview of its
 * result instead of the result; every other message is left whole. Throws RangeError beyond what a string can hold.
 */
export function readLargeMessage(bytes: Uint8Array, calls: ReadonlySet<RequestId>): LargeReading {
  const { messages, noise } = readJsonRpcLine(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  const own = messages.length === 1 && noise === '' ? objectBytes(bytes) : null;
  return {
    messages: messages.map((found) => readOne(found, own ?? join([Buffer.from(found.json)]), calls)),
    noise: noise.slice(0, NOISE_CHARS),
  };
}

/** Without a byte order mark before it; null for a list. */
function objectBytes(json: Uint8Array): Uint8Array | null {
  const begin = json.indexOf(OPEN_OBJECT);
  return json.subarray(0, begin).includes(OPEN_LIST) ? null : json.subarray(begin);
}

function readOne({ message }: LineMessage, json: Uint8Array, calls: ReadonlySet<RequestId>): ReadMessage {
  const found = { message, sizeBytes: json.length, whole: null };
  if ('method' in message || !('result' in message) || message.id === undefined || !calls.has(message.id)) return found;
  const { result } = message;
  // Other results of a call (MCP 2026-07-28, multi-round-trip requests) are questions, not something to look at.
  if (result.resultType !== undefined && result.resultType !== 'complete') return found;
  const whole = resultBytes(json);
  if (!whole) return found;
  const { isError, resultType } = result;
  const preview = {
    ...(previewResult(result) as object),
    // What decides about the run is never cut, however late it comes.
    ...(isError === undefined ? {} : { isError }),
    ...(resultType === undefined ? {} : { resultType }),
  };
  const previewChars = JSON.stringify(preview).length;
  return { ...found, message: { ...message, result: preview }, whole: { ...whole, previewChars } };
}

function resultBytes(json: Uint8Array): Omit<ResultBytes, 'previewChars'> | null {
  const range = resultRange(json);
  if (!range) return null;
  const part = json.subarray(range.from, range.to);
  const { byteOffset: from, length: sizeBytes } = part;
  if (isAscii(part)) return { buffer: json.buffer as SharedArrayBuffer, from, to: from + sizeBytes, wide: false, sizeBytes };
  const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8');
  const buffer = new SharedArrayBuffer(text.length * 2);
  Buffer.from(buffer).write(text, 'utf16le');
  return { buffer, from: 0, to: buffer.byteLength, wide: true, sizeBytes };
}
