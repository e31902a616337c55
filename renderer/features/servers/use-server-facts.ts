import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import { useSelectedAccount, useServerState, useServerTools } from '../../stores/core-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { type CardFacts, cardFacts } from './card-facts.ts';

/** States whose words count seconds. */
const TICKING: readonly ServerState['kind'][] = ['connecting', 'reconnecting', 'authorizing', 'disconnecting'];

/** What is said about a server's state, kept true as the time goes by. `isNamed`: whether the account's name stands beside it already */
export function useServerFacts(server: ServerDefinition, { isNamed = false } = {}): CardFacts {
  const state = useServerState(server.id);
  const tools = useServerTools(server.id).length;
  const account = useSelectedAccount(server.id);
  const now = useNow(TICKING.includes(state.kind) ? 'second' : state.kind === 'connected' ? 'tenSeconds' : 'never');
  const facts = cardFacts(server, state, { tools, account, now });
  return isNamed && account !== null ? { ...facts, facts: facts.facts.filter((fact) => fact !== account.name) } : facts;
}
