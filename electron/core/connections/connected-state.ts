import type { ConnectedState } from '../../../shared/contract/model.ts';
import type { Session } from './session.ts';
import type { ToolList } from './tool-list.ts';

const NAME_CHARS = 200;
const INSTRUCTIONS_CHARS = 20_000;

/** The state of a session whose tools were just listed; what the server says of itself is bounded. */
export function connectedState(session: Session, list: ToolList, now: number): ConnectedState {
  const { client, link } = session;
  const version = client.getServerVersion();
  return {
    kind: 'connected',
    since: now,
    era: client.getProtocolEra() ?? 'legacy',
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    transport: link.kind,
    serverName: (version?.title ?? version?.name ?? '').slice(0, NAME_CHARS),
    serverVersion: (version?.version ?? '').slice(0, NAME_CHARS),
    instructions: (client.getInstructions() ?? '').slice(0, INSTRUCTIONS_CHARS),
    ...listFacts(session, list, now),
    pid: link.pid,
  };
}

/** What a list of tools shows that was just read. */
export function listFacts({ latencyMs }: Session, { tools, rejected }: ToolList, now: number) {
  return { toolCount: tools.length, rejectedTools: rejected, latencyMs, lastSuccessAt: now };
}
