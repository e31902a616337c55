import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { asMessage, MALFORMED_ANSWER } from './json-rpc-message.ts';

/** How a message begins where something stands before it on its line. */
const BEGIN = '{"jsonrpc"';
/** Characters that may be looked at for messages among noise, in times the length of the line and besides: a beginning may have no end. */
const SEARCH = { factor: 4, more: 64 * 1024 };

export interface LineMessage {
  message: JSONRPCMessage;
  /** It as it came. */
  json: string;
}

export interface LineReading {
  messages: LineMessage[];
  /** What is no message. */
  noise: string;
}

/**
 * One line of a server's stdout: its JSON-RPC messages and the noise between them. One message is usual; several come as
 * a batch (MCP 2025-03-26) or where the server forgot a line break, as it may before and behind its other output.
 */
export function readJsonRpcLine(line: string): LineReading {
  const text = line.trim();
  const value = parse(text);
  if (value === undefined) return search(text);
  if (!Array.isArray(value)) return found(text, asMessage(value, text));
  const messages = value.flatMap((each) => {
    const json = writtenOut(each) ?? text;
    return found(json, asMessage(each, json)).messages;
  });
  return { messages, noise: messages.length === value.length && messages.length > 0 ? '' : text };
}

/** null where it is too deep for that: reading knows no limit of depth, writing does. */
function writtenOut(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

/** undefined: it is no JSON object or list. */
function parse(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the server really sent in place of an answer belongs into the log. */
function found(json: string, message: JSONRPCMessage | null): LineReading {
  if (message === null) return { messages: [], noise: json };
  const malformed = 'error' in message && message.error.code === MALFORMED_ANSWER;
  return { messages: [{ message, json }], noise: malformed ? json : '' };
}

function search(text: string): LineReading {
  const messages: LineMessage[] = [];
  const noise: string[] = [];
  let from = 0;
  let left = text.length * SEARCH.factor + SEARCH.more;
  for (let begin = nextBegin(text, 0); begin !== -1 && left >= 0; ) {
    const end = objectEnd(text, begin);
    const json = text.slice(begin, end);
    const message = asMessage(parse(json), json);
    if (message === null) left -= end - begin;
    else {
      const reading = found(json, message);
      messages.push(...reading.messages);
      noise.push(text.slice(from, begin), reading.noise);
      from = end;
    }
    begin = message === null ? text.indexOf(BEGIN, begin + 1) : nextBegin(text, end);
  }
  noise.push(text.slice(from));
  return { messages, noise: noise.join('') };
}

/** Where a message may begin: at once, or behind some noise. */
function nextBegin(text: string, from: number): number {
  return text[from] === '{' ? from : text.indexOf(BEGIN, from);
}

/** The place behind the bracket that closes the object; the end of the text where none does. */
function objectEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = stringEnd(text, at);
    else if (char === 0x7b) depth += 1;
    else if (char === 0x7d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** The place of the quote that ends the string. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
