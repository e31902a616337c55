import type { ConnectedState } from '../../../shared/contract/model.ts';
import { redact } from '../secrets/redact.ts';
import type { Session } from './session.ts';
import type { ToolList } from './tool-list.ts';

const NAME_CHARS = 200;
const INSTRUCTIONS_CHARS = 20_000;

/** The state of a session whose tools were just listed; what the server says of itself is without secrets and bounded. */
export function connectedState(session: Session, list: ToolList, now: number, secrets: readonly string[]): ConnectedState {
  const { client, link } = session;
  const version = client.getServerVersion();
  const shown = (text: string | undefined, chars: number) => redact(text ?? '', secrets).slice(0, chars);
  return {
    kind: 'connected',
    since: now,
    era: client.getProtocolEra() ?? 'legacy',
    protocolVersion: shown(client.getNegotiatedProtocolVersion(), NAME_CHARS),
    transport: link.kind,
    serverName: shown(version?.title ?? version?.name, NAME_CHARS),
    serverVersion: shown(version?.version, NAME_CHARS),
    instructions: shown(client.getInstructions(), INSTRUCTIONS_CHARS),
    ...listFacts(session, list, now),
    pid: link.pid,
  };
}

/** What a list of tools shows that was just read. */
export function listFacts({ latencyMs }: Session, { tools, rejected }: ToolList, now: number) {
  return { toolCount: tools.length, rejectedTools: rejected, latencyMs, lastSuccessAt: now };
}
