import type { Transport } from '@modelcontextprotocol/client';
import type { ExitInfo, LogLine, RemoteConfig, TransportConfig } from '../../../shared/contract/model.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { Launch } from '../runtime/runtimes.ts';
import type { HttpFacts } from '../transports/http-facts.ts';
import { type RemoteKind, RemoteTransport } from '../transports/remote-transport.ts';
import { StdioTransport } from '../transports/stdio-transport.ts';
import type { StopGrace } from '../transports/stop-process.ts';

export interface LinkPorts {
  now: () => number;
  /** A transport to the built-in server, which runs in this process. */
  createSampleTransport: () => Transport;
  onOutput: (stream: LogLine['stream'], text: string) => void;
  grace?: StopGrace | undefined;
}

/** A transport with what a connection wants to know of it, whichever kind it is. */
export interface Link {
  readonly kind: 'stdio' | RemoteKind | 'sample';
  readonly transport: Transport;
  readonly pid: number | null;
  /** How the process ended when nobody had asked it to. */
  readonly exit: ExitInfo | null;
  readonly facts: Readonly<HttpFacts> | null;
  readonly failure: AppError | null;
  /** Whether it printed something, but never a message. */
  readonly onlyNoise: boolean;
  /** Ends it for good; for a process this takes as long as the process needs, within the grace. Never rejects. */
  close(): Promise<void>;
  /** Ends it without waiting for a process to end by itself. */
  kill(): Promise<void>;
}

/** Where one link leads: a remote address with the transport that was chosen for it. */
export type LinkTarget = Exclude<TransportConfig, RemoteConfig> | (RemoteConfig & { mode: RemoteKind });

/** A new link, not started yet; `launch` is what a local server's definition turned out to start. Throws invalid_input. */
export function createLink(config: LinkTarget, launch: Launch | null, ports: LinkPorts): Link {
  switch (config.kind) {
    case 'stdio':
      return stdioLink(new StdioTransport(config, { ...ports, launch: launch ?? undefined }));
    case 'remote':
      return remoteLink(new RemoteTransport(config, config.mode));
    case 'sample':
      return sampleLink(ports.createSampleTransport());
  }
}

function stdioLink(transport: StdioTransport): Link {
  return {
    kind: 'stdio',
    transport,
    facts: null,
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
    close: () => transport.close(),
    kill: () => transport.kill(),
  };
}

function remoteLink(transport: RemoteTransport): Link {
  const close = () => transport.close();
  return {
    kind: transport.kind,
    transport,
    pid: null,
    exit: null,
    onlyNoise: false,
    get facts() {
      return transport.facts;
    },
    get failure() {
      return transport.failure;
    },
    close,
    kill: close,
  };
}

function sampleLink(transport: Transport): Link {
  const close = () => transport.close().catch(() => {});
  return { kind: 'sample', transport, pid: null, exit: null, facts: null, failure: null, onlyNoise: false, close, kill: close };
}
