import type { ServerState } from '../../../shared/contract/model.ts';
import type { MessageId } from '../../messages/en.ts';

/** Whether a tool can be run now; else why not, and what brings it nearer. */
export interface RunAccess {
  readonly isReady: boolean;
  readonly why: MessageId | null;
  readonly offers: 'connect' | 'tryNow' | null;
}

interface ToolFacts {
  /** The server is still among the definitions. */
  readonly exists: boolean;
  /** The server no longer lists the tool. */
  readonly missing: boolean;
  /** The list is from an earlier connection. */
  readonly stale: boolean;
}

function barred(why: MessageId, offers: RunAccess['offers'] = null): RunAccess {
  return { isReady: false, why, offers };
}

/** What stands between a tool and its run. */
export function runAccess({ kind }: Pick<ServerState, 'kind'>, { exists, missing, stale }: ToolFacts): RunAccess {
  if (!exists) return barred('tester.serverGone');
  switch (kind) {
    case 'connected':
      if (missing) return barred('tester.why.gone');
      return stale ? barred('tester.why.unconfirmed') : { isReady: true, why: null, offers: null };
    case 'connecting':
    case 'authorizing':
      return barred('tester.why.connecting');
    case 'reconnecting':
      return barred('tester.why.reconnecting', 'tryNow');
    case 'disabled':
      return barred('tester.why.disabled');
    case 'disconnecting':
      return barred('tester.why.disconnecting');
    case 'disconnected':
    case 'failed':
    case 'needsAuth':
      return barred(stale ? 'tester.why.stale' : 'tester.why.connect', 'connect');
    default:
      return kind satisfies never;
  }
}
