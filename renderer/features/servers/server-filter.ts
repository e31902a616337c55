import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';

export const STATUS_FILTERS = ['all', 'connected', 'working', 'attention', 'disconnected', 'disabled'] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** The one filter, besides `all`, that a state belongs to. */
export function filterOf(state: ServerState): Exclude<StatusFilter, 'all'> {
  switch (state.kind) {
    case 'connecting':
    case 'authorizing':
    case 'reconnecting':
    case 'disconnecting':
      return 'working';
    case 'needsAuth':
    case 'failed':
      return 'attention';
    default:
      return state.kind;
  }
}

/** What search looks at, in lower case. Values of environment and headers are secrets, so not them. */
export function searchText(server: ServerDefinition): string {
  const { transport } = server;
  const target = transport.kind === 'stdio' ? [transport.command, ...transport.args] : transport.kind === 'remote' ? [transport.url] : [];
  return [server.name, server.notes, ...target].join('\n').toLocaleLowerCase();
}

/** Whether every word of the query is in the text. */
export function matches(text: string, query: string): boolean {
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
