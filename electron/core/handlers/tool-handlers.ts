import type { ConnectionManager } from '../connections/connection-manager.ts';
import type { HandlersOf } from '../router.ts';
import type { Library } from '../servers/library.ts';
import type { CallService } from '../tools/call-service.ts';
import { summarize } from '../tools/tool-summary.ts';

export interface ToolHandlersPorts {
  library: Library;
  connections: ConnectionManager;
  calls: CallService;
}

/** Handlers of `tools.*` and `calls.*`. */
export function toolHandlers({ library, connections, calls }: ToolHandlersPorts): HandlersOf<'tools' | 'calls'> {
  const catalog = (id: string) => ({ tools: connections.tools(id).map(summarize), stale: connections.stale(id) });
  return {
    'tools.summaries': () => Object.fromEntries(library.servers.map(({ id }) => [id, catalog(id)])),
    'tools.get': ({ serverId, name }) => connections.tool(serverId, name),
    'tools.refresh': async ({ serverId }) => (await connections.refreshTools(serverId)).map(summarize),
    'tools.call': ({ callId, serverId, name, args }) => calls.call(callId, serverId, name, args),
    'tools.cancel': ({ callId }) => {
      calls.cancel(callId);
      return {};
    },

    'calls.list': (filter) => calls.list(filter),
    'calls.result': ({ callId }) => calls.result(callId),
    'calls.resultText': ({ callId, offset }) => calls.resultText(callId, offset),
  };
}
