import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import { useServerState, useServerTools } from '../../stores/core-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { type CardFacts, cardFacts } from './card-facts.ts';

/** States whose words count seconds. */
const TICKING: readonly ServerState['kind'][] = ['connecting', 'reconnecting', 'authorizing', 'disconnecting'];

/** What is said about a server's state, kept true as the time goes by. */
export function useServerFacts(server: ServerDefinition): CardFacts {
  const state = useServerState(server.id);
  const tools = useServerTools(server.id).length;
  const now = useNow(TICKING.includes(state.kind) ? 'second' : state.kind === 'connected' ? 'tenSeconds' : 'never');
  return cardFacts(server, state, tools, now);
}
