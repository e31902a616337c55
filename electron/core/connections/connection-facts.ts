import type { NetworkInfo, ProcessInfo, RemoteConfig, StdioConfig } from '../../../shared/contract/model.ts';
import type { ProcessTrees } from '../processes/process-trees.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { sessionStart } from '../transports/session-start.ts';
import { localProcess } from './local-process.ts';
import type { ServerConnection } from './server-connection.ts';

/** Processes of a local server, now and before. */
export async function processInfo(
  config: StdioConfig,
  { link, exits, secrets }: ServerConnection,
  { logFile, ...system }: { runtimes: Runtimes; trees: ProcessTrees; logFile: string | null },
): Promise<ProcessInfo> {
  const pid = link === null || link.exit !== null ? null : link.pid;
  const known = await localProcess(config, pid, secrets, system);
  return { ...known, restarts: exits.restarts, exits: [...exits.exits], logFile };
}

/** The connection to a remote server. */
export function networkInfo({ url, tls }: RemoteConfig, { state, link, remembered, errors }: ServerConnection): NetworkInfo {
  const stands = state.kind === 'connected' ? state : null;
  const kind = stands && link ? link.kind : null;
  const sessionId = link?.transport.sessionId;
  return {
    address: addressOf(url),
    transport: kind === 'http' || kind === 'sse' || kind === 'websocket' ? kind : null,
    era: stands?.era ?? null,
    protocolVersion: stands?.protocolVersion ?? null,
    remembered,
    sessionId: stands && sessionId !== undefined ? sessionStart(sessionId) : null,
    proxy: link?.proxy ?? null,
    insecure: tls.acceptInvalid,
    errors: [...errors.list],
  };
}

/** Without credentials and the values of the query. */
function addressOf(text: string): string {
  const url = new URL(text);
  const names = [...new Set(url.searchParams.keys())];
  const query = names.length === 0 ? '' : `?${names.map((name) => `${encodeURIComponent(name)}=…`).join('&')}`;
  return `${url.origin}${url.pathname}${query}`;
}
