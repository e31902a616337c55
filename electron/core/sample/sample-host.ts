import { ProtocolError, ProtocolErrorCode, Server, type Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { readSampleResource, SAMPLE_RESOURCES } from './sample-resources.ts';
import type { SampleTool } from './sample-tool.ts';
import { SAMPLE_TOOLS } from './sample-tools.ts';
import { argumentProblems } from './validate-arguments.ts';

const INSTRUCTIONS = `Welcome! This server lives inside Patchbay: it needs no network, no account and no installation, and
nothing that you do here has any effect outside this window.

Start with **Say something back**, then open **Every kind of field** to see what a form can look like.`;

/** Serves the sample over a transport in whichever era the client opens it. */
export function hostSample(transport: Transport, onerror: (error: Error) => void): void {
  serveStdio(() => createServer(), { transport, onerror });
}

function createServer(): Server {
  const server = new Server(
    { name: 'patchbay-sample', title: 'Sample server', version: '1.0.0' },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  );
  const tools = new Map<string, SampleTool>(SAMPLE_TOOLS.map((tool) => [tool.definition.name, tool]));
  server.setRequestHandler('tools/list', () => ({ tools: SAMPLE_TOOLS.map((tool) => tool.definition) }));
  server.setRequestHandler('tools/call', async (request, context) => {
    const { name, arguments: args = {} } = request.params;
    const tool = tools.get(name);
    if (tool === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool called "${name}" here`);
    const problems = argumentProblems(tool.definition.inputSchema, args);
    if (problems.length > 0) {
      return {
        content: [{ type: 'text', text: ['These arguments do not fit:', ...problems.map((line) => `- ${line}`)].join('\n') }],
        isError: true,
      };
    }
    const token = request.params._meta?.progressToken;
    return tool.run(args, {
      signal: context.mcpReq.signal,
      progress: async (progress, total, message) => {
        if (token === undefined) return;
        await context.mcpReq.notify({ method: 'notifications/progress', params: { progressToken: token, progress, total, message } });
      },
    });
  });
  server.setRequestHandler('resources/list', () => ({ resources: [...SAMPLE_RESOURCES] }));
  server.setRequestHandler('resources/read', (request) => readSampleResource(request.params.uri));
  return server;
}
