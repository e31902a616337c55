import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';

/**
 * Hands a message to whoever takes the messages of a transport. What that throws ends nothing but is told: the SDK quotes an answer
 * to nobody's request, and one that is too deep to be written out throws.
 */
export function deliver(transport: Transport, message: JSONRPCMessage): void {
  // The SDK handles notifications a microtask later: at once, an answer would overtake the progress before it.
  if ('method' in message) handOver(transport, message);
  else queueMicrotask(() => handOver(transport, message));
}

function handOver(transport: Transport, message: JSONRPCMessage): void {
  try {
    transport.onmessage?.(message);
  } catch (error) {
    transport.onerror?.(error instanceof Error ? error : new Error(String(error)));
  }
}
