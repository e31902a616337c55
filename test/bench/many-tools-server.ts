import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const VERBS = ['create', 'update', 'delete', 'list', 'search', 'export', 'merge', 'archive', 'publish', 'assign'];
const NOUNS = ['issue', 'invoice', 'report', 'customer', 'branch', 'page', 'dashboard', 'ticket', 'schedule', 'message'];

function toolsOf(server: number, count: number) {
  return Array.from({ length: count }, (_, n) => {
    const verb = VERBS[n % VERBS.length];
    const noun = NOUNS[(n * 7 + server) % NOUNS.length];
    return {
      name: `${verb}_${noun}_${server}_${n}`,
      description: `Can ${verb} one ${noun} of workspace ${server}, with all that belongs to it`,
      inputSchema: { type: 'object', properties: { id: { type: 'string' }, limit: { type: 'integer', minimum: 1 } }, required: ['id'] },
      annotations: { readOnlyHint: verb === 'list' || verb === 'search' },
    };
  });
}

/** One process that plays any number of servers, one a path (`/7/mcp`): the smallest HTTP face of 2025-06-18. */
export async function startManyTools(toolsEach: number): Promise<{ url: (server: number) => string; stop: () => void }> {
  const http = createServer(async (request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    let text = '';
    for await (const chunk of request) text += chunk;
    const message = JSON.parse(text) as { id?: number; method: string };
    if (message.id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const server = Number(request.url?.split('/')[1]);
    const answer = (part: object) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...part }));
    };
    if (message.method === 'initialize') {
      answer({
        result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: `bench-${server}`, version: '1' } },
      });
    } else if (message.method === 'tools/list') answer({ result: { tools: toolsOf(server, toolsEach) } });
    else if (message.method === 'ping') answer({ result: {} });
    else answer({ error: { code: -32601, message: 'Method not found' } });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: (server) => `http://127.0.0.1:${port}/${server}/mcp`,
    stop: () => {
      http.closeAllConnections();
      http.close();
    },
  };
}
