import type { StandardSchemaV1, Transport } from '@modelcontextprotocol/client';

const RAW = Symbol('the result as it came');

/** What the SDK's strict parse of `tools/list` and `tools/call` accepts in the modern era, whatever came. */
const ACCEPTABLE = { resultType: 'complete', content: [], tools: [], ttlMs: 0, cacheScope: 'private' };

/**
 * Lets every complete result reach us as the server sent it. In the modern era the SDK parses results strictly before
 * anyone may look at them, and one malformed tool or content block would lose the whole answer. Call it after connecting.
 */
export function passResultsThrough(transport: Transport): void {
  const receive = transport.onmessage;
  if (!receive) return;
  transport.onmessage = (message, extra) => {
    if ('result' in message && typeof message.id === 'number' && message.result.resultType === 'complete') {
      receive({ ...message, result: { ...ACCEPTABLE, [RAW]: message.result } }, extra);
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
