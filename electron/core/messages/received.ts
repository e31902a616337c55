import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { readJsonRpcLine } from './json-rpc-line.ts';

export interface ReceivedMessage {
  message: JSONRPCMessage;
  /** Bytes as it came. */
  sizeBytes: number;
  /** Whether the message has only a preview of what came (whole-result.ts). */
  cut: boolean;
}

/** What some bytes turned out to be. */
export interface Received {
  /** Usually one; none when it was no message. */
  messages: ReceivedMessage[];
  /** What stood beside the messages, or instead of one. */
  noise: string;
}

/** Reads one line, or what came as one message. */
export function readReceived(bytes: Buffer): Received {
  const { messages, noise } = readJsonRpcLine(bytes.toString('utf8'));
  const alone = messages.length === 1 && noise === '';
  return {
    messages: messages.map(({ message, json }) => ({ message, sizeBytes: alone ? bytes.length : Buffer.byteLength(json), cut: false })),
    noise,
  };
}
