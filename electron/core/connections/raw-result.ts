import type { Client, StandardSchemaV1, Transport } from '@modelcontextprotocol/client';

const RAW = Symbol('the result as it came');

const RAW_METHODS: readonly string[] = ['tools/list', 'tools/call'];

/** What the SDK's strict parse of `tools/list` and `tools/call` accepts in the modern era, whatever came. */
const ACCEPTABLE = { resultType: 'complete', content: [], tools: [], ttlMs: 0, cacheScope: 'private' };

/**
 * Makes a client return results as the server sent them. Call it after connecting. What the SDK would do otherwise: in
 * the modern era a strict parse loses the whole answer for one malformed tool or content block, and `callTool`, which
 * alone can mirror arguments into headers (SEP-2243), reads results strictly in both eras. `remembered`: the era is that of an
 * earlier connection.
 */
export function returnRawResults(client: Client, transport: Transport, remembered: boolean): void {
  passResultsThrough(transport, client.getProtocolEra() === 'modern', remembered);
  const request = client.request.bind(client) as (...args: unknown[]) => Promise<unknown>;
  client.request = ((message: { method: string }, ...rest: unknown[]) =>
    message.method === 'tools/call' ? request(message, rawResult, rest[0]) : request(message, ...rest)) as Client['request'];
}

function passResultsThrough(transport: Transport, isModern: boolean, remembered: boolean): void {
  const asked = new Set<unknown>();
  // A result without a type is complete, though the SDK refuses it; but the older era has none, and a server may have gone back to it.
  let lenient = isModern && !remembered;
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    if ('method' in message && 'id' in message && RAW_METHODS.includes(message.method)) asked.add(message.id);
    return send(message, options);
  };
  const receive = transport.onmessage;
  if (!receive) return;
  transport.onmessage = (message, extra) => {
    const ours = !('method' in message) && asked.delete(message.id);
    const result = 'result' in message ? message.result : null;
    if (isModern && result?.resultType === 'complete') lenient = true;
    if (ours && result && (result.resultType === 'complete' || (lenient && result.resultType === undefined))) {
      receive({ ...message, result: { ...ACCEPTABLE, [RAW]: result } } as typeof message, extra);
    } else {
      receive(message, extra);
    }
  };
}

/** A result schema that changes nothing and accepts every object. */
export const rawResult: StandardSchemaV1<unknown, Record<string, unknown>> = {
  '~standard': {
    version: 1,
    vendor: 'patchbay',
    validate(value) {
      if (typeof value !== 'object' || value === null) return { issues: [{ message: 'The result is not an object' }] };
      const raw: unknown = RAW in value ? value[RAW] : value;
      return { value: { ...(raw as Record<string, unknown>) } };
    },
  },
};
