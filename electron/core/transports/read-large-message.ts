import { isAscii } from 'node:buffer';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';
import { previewResult } from '../tools/result-preview.ts';
import type { ResultBytes } from '../tools/whole-result.ts';
import { readJsonRpcLine } from './json-rpc-line.ts';
import { resultRange } from './result-range.ts';

/** Characters of noise that are handed on; the log keeps fewer. */
const NOISE_CHARS = 64 * 1024;

/** What reading a large message found, in a form that can travel between threads. */
export interface LargeReading {
  /** null: it was no message */
  message: JSONRPCMessage | null;
  noise: string;
  sizeBytes: number;
  /** All of the result, when the message has only its preview. */
  whole: ResultBytes | null;
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
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const { message, noise } = readJsonRpcLine(text);
  const found = { message, noise: noise.slice(0, NOISE_CHARS), sizeBytes: bytes.length, whole: null };
  if (!message || 'method' in message || !('result' in message) || message.id === undefined || !calls.has(message.id)) return found;
  const { result } = message;
  // Other results of a call (MCP 2026-07-28, multi-round-trip requests) are questions, not something to look at.
  if (result.resultType !== undefined && result.resultType !== 'complete') return found;
  const json = noise === '' ? bytes : join([Buffer.from(text.slice(text.indexOf(noise) + noise.length))]);
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
  const { from, to } = range;
  const sizeBytes = to - from;
  const part = json.subarray(from, to);
  if (isAscii(part)) return { buffer: json.buffer as SharedArrayBuffer, from, to, wide: false, sizeBytes };
  const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8');
  const buffer = new SharedArrayBuffer(text.length * 2);
  Buffer.from(buffer).write(text, 'utf16le');
  return { buffer, from: 0, to: buffer.byteLength, wide: true, sizeBytes };
}
