import type { ServerDefinition } from '../../../shared/contract/model.ts';

function entryOf({ transport }: ServerDefinition): Record<string, unknown> {
  switch (transport.kind) {
    case 'stdio':
      return {
        command: transport.command,
        ...(transport.args.length > 0 ? { args: transport.args } : {}),
        ...(Object.keys(transport.env).length > 0 ? { env: transport.env } : {}),
        ...(transport.cwd === null ? {} : { cwd: transport.cwd }),
      };
    case 'remote':
      return {
        ...(transport.mode === 'auto' ? {} : { type: transport.mode }),
        url: transport.url,
        ...(Object.keys(transport.headers).length > 0 ? { headers: transport.headers } : {}),
      };
    case 'sample':
      return {};
    default:
      return transport satisfies never;
  }
}

/** A server in the shape that most clients read and that can be pasted back: `{ "mcpServers": { name: … } }`. */
export function serverJson(server: ServerDefinition): string {
  return JSON.stringify({ mcpServers: { [server.name]: entryOf(server) } }, null, 2);
}
