import type { ServerInput } from '../../../shared/contract/model.ts';

function sameTarget(a: ServerInput['transport'], b: ServerInput['transport']): boolean {
  if (a.kind === 'stdio' && b.kind === 'stdio') {
    return a.command === b.command && JSON.stringify(a.args ?? []) === JSON.stringify(b.args ?? []);
  }
  return a.kind === 'remote' && b.kind === 'remote' && a.url === b.url;
}

/** Whether one of the servers starts or reaches the same thing. */
export function isHere(server: ServerInput, servers: readonly ServerInput[]): boolean {
  return servers.some((each) => sameTarget(each.transport, server.transport));
}
