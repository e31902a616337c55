// A server whose tool `large` answers with a result of `megabytes`, as rows or as one text, written in one piece.
import { createInterface } from 'node:readline';
import { largeResult } from './large-result.mjs';

const made = new Map();

/** The members behind the id, as bytes: made once, so that only the way of a message is measured. */
function bytesOf({ kind, megabytes }) {
  const key = `${kind} ${megabytes}`;
  if (!made.has(key)) made.set(key, Buffer.from(`,"result":${JSON.stringify(largeResult(kind, megabytes))}}\n`));
  return made.get(key);
}

const answers = {
  'server/discover': { error: { code: -32601, message: 'Method not found' } },
  initialize: { result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'large', version: '1' } } },
  'tools/list': { result: { tools: ['large', 'make'].map((name) => ({ name, inputSchema: { type: 'object' } })) } },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  if (answer) return process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
  const bytes = bytesOf(params.arguments);
  if (params.name === 'make') return process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } })}\n`);
  process.stdout.write(Buffer.concat([Buffer.from(`{"jsonrpc":"2.0","id":${id}`), bytes]));
});
