import type { CoreState } from '../../stores/core-state.ts';

/** What the foot of the sidebar says about all servers. */
export interface Attention {
  readonly connected: number;
  /** Ids of servers that wait for a sign-in, then of those that failed. */
  readonly signIn: readonly string[];
  readonly failed: readonly string[];
}

/** Counts what is connected and what needs the user. */
export function attentionOf({ servers, states }: Pick<CoreState, 'servers' | 'states'>): Attention {
  const ofKind = (kind: string) => servers.filter(({ id }) => states[id]?.kind === kind).map(({ id }) => id);
  return { connected: ofKind('connected').length, signIn: ofKind('needsAuth'), failed: ofKind('failed') };
}
