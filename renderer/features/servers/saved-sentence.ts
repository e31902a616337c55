import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import type { MessageId } from '../../messages/en.ts';

const LIVE: readonly ServerState['kind'][] = ['connecting', 'connected', 'reconnecting'];

/** What is said after a server was saved: the core connects one again whose transport was changed while it was in use. */
export function savedSentence(
  before: Pick<ServerDefinition, 'transport'>,
  after: Pick<ServerDefinition, 'transport'>,
  state: ServerState,
): MessageId {
  const isOther = JSON.stringify(before.transport) !== JSON.stringify(after.transport);
  return isOther && LIVE.includes(state.kind) ? 'serverForm.savedReconnect' : 'serverForm.saved';
}
