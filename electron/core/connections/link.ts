import type { Transport } from '@modelcontextprotocol/client';
import type { ExitInfo, LogLine, PlainRemote, PlainTransport } from '../../../shared/contract/model.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { StartRecords } from '../processes/start-records.ts';
import type { StopGrace } from '../processes/stop-process.ts';
import type { Launch } from '../runtime/runtimes.ts';
import type { HttpFacts } from '../transports/http-facts.ts';
import { type RemoteKind, RemoteTransport } from '../transports/remote-transport.ts';
import type { RequestAuthorizer } from '../transports/request-authorizer.ts';
import { StdioTransport } from '../transports/stdio-transport.ts';
import { WebSocketTransport } from '../transports/websocket-transport.ts';
import type { WireLog } from '../transports/wire-log.ts';
import type { ExitHistory } from './exit-history.ts';
import { NotedTransport } from './noted-transport.ts';

export interface LinkPorts {
  now: () => number;
  /** A transport to the built-in server, which runs in this process. */
  createSampleTransport: () => Transport;
  onOutput: (stream: LogLine['stream'], text: string) => void;
  grace?: StopGrace | undefined;
  /** Where the process of a local server is noted, should Patchbay not live to end it. */
  records?: StartRecords | undefined;
  /** Most bytes of one message. */
  messageLimit: number;
  /** Where every message and exchange is noted. */
  wire: WireLog;
  /** Who signs in at a remote server; null: nobody. */
  authorizer: () => RequestAuthorizer | null;
  /** Where the process of a local server is noted. */
  exits: ExitHistory;
}

/** A transport with what a connection wants to know of it, whichever kind it is. */
export interface Link {
  readonly kind: 'stdio' | RemoteKind | 'websocket' | 'sample';
  readonly transport: Transport;
  readonly pid: number | null;
  /** How the process ended when nobody had asked it to. */
  readonly exit: ExitInfo | null;
  readonly facts: Readonly<HttpFacts> | null;
  /** Host of the proxy on the way, or null. */
  readonly proxy: string | null;
  readonly failure: AppError | null;
  /** Whether it printed something, but never a message. */
  readonly onlyNoise: boolean;
  /** Ends it for good; for a process this takes as long as the process needs, within the grace. Never rejects. */
  close(): Promise<void>;
  /** Ends it without waiting for a process to end by itself. */
  kill(): Promise<void>;
}

/** Where one link leads: a remote address with the transport that was chosen for it. */
export type LinkTarget = Exclude<PlainTransport, PlainRemote> | (PlainRemote & { mode: RemoteKind | 'websocket' });

/** A new link, not started yet; `launch` is what a local server's definition turned out to start. Throws invalid_input. */
export function createLink(config: LinkTarget, launch: Launch | null, ports: LinkPorts): Link {
  switch (config.kind) {
    case 'stdio':
      return stdioLink(new StdioTransport(config, { ...ports, launch: launch ?? undefined }), ports);
    case 'remote':
      return remoteLink(
        config.mode === 'websocket'
          ? new WebSocketTransport(config, { ...ports, authorizer: ports.authorizer() })
          : new RemoteTransport(config, config.mode, { ...ports, authorizer: ports.authorizer() }),
      );
    case 'sample':
      return sampleLink(new NotedTransport(ports.createSampleTransport(), ports.wire));
  }
}

function stdioLink(transport: StdioTransport, { now, exits }: LinkPorts): Link {
  const startedAt = now();
  let noted = false;
  const ended = () => {
    const { exit, pid } = transport;
    if (noted || exit === null) return;
    noted = true;
    exits.ended(exit, pid, startedAt, transport.exitUnasked === null);
  };
  return {
    kind: 'stdio',
    transport,
    facts: null,
    proxy: null,
    get pid() {
      return transport.pid;
    },
    get exit() {
      return transport.exitUnasked;
    },
    get failure() {
      return transport.failure;
    },
    get onlyNoise() {
      return transport.heard.noise && !transport.heard.message;
    },
    close: () => transport.close().finally(ended),
    kill: () => transport.kill().finally(ended),
  };
}

function remoteLink(transport: RemoteTransport | WebSocketTransport): Link {
  return {
    kind: transport.kind,
    transport,
    pid: null,
    exit: null,
    onlyNoise: false,
    get facts() {
      return transport.facts;
    },
    get proxy() {
      return transport.route?.proxy?.url.host ?? null;
    },
    get failure() {
      return transport.failure;
    },
    close: () => transport.close(),
    kill: () => transport.kill(),
  };
}

function sampleLink(transport: Transport): Link {
  const close = () => transport.close().catch(() => {});
  return {
    kind: 'sample',
    transport,
    pid: null,
    exit: null,
    facts: null,
    proxy: null,
    failure: null,
    onlyNoise: false,
    close,
    kill: close,
  };
}
