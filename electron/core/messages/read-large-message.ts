import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';
import { type LineMessage, readJsonRpcLine } from './json-rpc-line.ts';
import { asMessage } from './json-rpc-message.ts';
import type { LargeText } from './large-text.ts';
import { previewResult } from './result-preview.ts';
import type { ResultBytes } from './whole-result.ts';

/** Characters of noise that are handed on; the log keeps fewer. */
const NOISE_CHARS = 64 * 1024;
/** Characters in which the other members of an answer have their place. */
const ENVELOPE_CHARS = 1_000;
const MEMBER = String.raw`"(?:jsonrpc|id)"\s*:\s*(?:"(?:[^"\\]|\\.)*"|-?\d+)\s*`;
const BEFORE_RESULT = new RegExp(String.raw`^\{\s*(?:${MEMBER},\s*)*"result"\s*:\s*`);
const BEHIND_RESULT = new RegExp(String.raw`\s*(?:,\s*${MEMBER})*\}$`);

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

/**
 * Reads the JSON text of one message. The answer to one of `calls` (requests for `tools/call`) gets the preview of its
 * result instead of the result; every other message is left whole. Throws RangeError beyond what a string can hold.
 */
export function readLargeMessage(large: LargeText, calls: ReadonlySet<RequestId>): LargeReading {
  const text = large.text();
  const answer = readAnswer(text.trim());
  const found = answer ? { messages: [answer], noise: '' } : readJsonRpcLine(text);
  const alone = found.messages.length === 1 && found.noise === '';
  return {
    messages: found.messages.map((each) => {
      const sizeBytes = alone ? large.sizeBytes : Buffer.byteLength(each.json);
      return readOne(each, { sizeBytes, ascii: large.ascii }, calls);
    }),
    noise: found.noise.slice(0, NOISE_CHARS),
  };
}

interface Answer extends LineMessage {
  /** The text of its result. */
  result?: string;
}

/**
 * An answer with a result and nothing unusual about it; null for everything else. Its result is parsed by itself: so what
 * stands between the other members is known to be all of it, without looking at each of its characters once more.
 */
function readAnswer(text: string): Answer | null {
  const before = BEFORE_RESULT.exec(text.slice(0, ENVELOPE_CHARS))?.[0];
  const behind = BEHIND_RESULT.exec(text.slice(-ENVELOPE_CHARS))?.[0];
  if (before === undefined || behind === undefined) return null;
  const result = text.slice(before.length, -behind.length);
  try {
    const envelope = JSON.parse(`${before}null${behind}`) as object;
    const message = asMessage({ ...envelope, result: JSON.parse(result) as unknown }, text);
    return message && { message, json: text, result };
  } catch {
    return null;
  }
}

function readOne(
  { message, result: json }: Answer,
  size: { sizeBytes: number; ascii: boolean },
  calls: ReadonlySet<RequestId>,
): ReadMessage {
  const found = { message, sizeBytes: size.sizeBytes, whole: null };
  if ('method' in message || !('result' in message) || message.id === undefined || !calls.has(message.id)) return found;
  const { result } = message;
  // Other results of a call (MCP 2026-07-28, multi-round-trip requests) are questions, not something to look at.
  if (result.resultType !== undefined && result.resultType !== 'complete') return found;
  const { isError, resultType } = result;
  const preview = {
    ...(previewResult(result) as object),
    // What decides about the run is never cut, however late it comes.
    ...(isError === undefined ? {} : { isError }),
    ...(resultType === undefined ? {} : { resultType }),
  };
  const previewChars = JSON.stringify(preview).length;
  const whole = { ...resultBytes(json ?? JSON.stringify(result), size.ascii), previewChars };
  return { ...found, message: { ...message, result: preview }, whole };
}

function resultBytes(json: string, ascii: boolean): Omit<ResultBytes, 'previewChars'> {
  const buffer = new SharedArrayBuffer(ascii ? json.length : json.length * 2);
  Buffer.from(buffer).write(json, ascii ? 'latin1' : 'utf16le');
  return { buffer, wide: !ascii, sizeBytes: ascii ? json.length : Buffer.byteLength(json) };
}
