import type { PriorDiscovery } from '@modelcontextprotocol/client';
import type { Tool } from '../../../shared/contract/model.ts';
import { redactAll } from '../secrets/redact.ts';
import type { Remembered } from '../storage/server-memory.ts';
import type { Session } from './session.ts';
import type { ToolList } from './tool-list.ts';

/** The memory of one server. */
export interface OwnMemory {
  read(): Remembered | null;
  write(value: Omit<Remembered, 'at'>): void;
}

export interface KnowledgePorts {
  now: () => number;
  memory: OwnMemory;
  /** A list of tools is not due again sooner than this, in ms. */
  freshMs: number;
  onTools: (tools: Tool[], stale: boolean) => void;
}

/** What is known of a server, from this connection or from an earlier one: what it speaks, how it is reached, its tools. */
export class ServerKnowledge {
  readonly #ports: KnowledgePorts;
  #loaded = false;
  #verdict: PriorDiscovery | null = null;
  #remote: 'http' | 'sse' | null = null;
  #tools: Tool[] = [];
  #stale = true;
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(ports: KnowledgePorts) {
    this.#ports = ports;
  }

  /** What it speaks; passed on when connecting, nothing has to be asked. */
  get verdict(): PriorDiscovery | null {
    this.#load();
    return this.#verdict;
  }

  /** What `auto` found. */
  get remote(): 'http' | 'sse' | null {
    this.#load();
    return this.#remote;
  }

  /** The last list of tools. */
  get tools(): Tool[] {
    this.#load();
    return this.#tools;
  }

  /** Whether the tools are from an earlier connection. */
  get stale(): boolean {
    return this.#stale;
  }

  /** Whether the server said that its list is good for a time that has passed. */
  get due(): boolean {
    return !this.#stale && this.#ports.now() >= this.#dueAt;
  }

  /** A connection stands and listed its tools, which hold no secrets; what the server said of itself may. */
  learn(session: Session, list: ToolList, secrets: readonly string[]): void {
    this.#loaded = true;
    this.#verdict = session.verdict;
    this.#remote = session.link.kind === 'http' || session.link.kind === 'sse' ? session.link.kind : null;
    this.#tools = list.tools;
    this.#stale = false;
    const { freshMs, now } = this.#ports;
    this.#dueAt = list.ttlMs === null ? Number.POSITIVE_INFINITY : now() + Math.max(list.ttlMs, freshMs);
    this.#ports.memory.write({ verdict: redactAll(remembered(this.#verdict), secrets), remote: this.#remote, tools: list.tools });
    this.#ports.onTools(this.#tools, false);
  }

  /** The connection that confirmed the tools ended. */
  doubtTools(): void {
    if (this.#stale) return;
    this.#stale = true;
    this.#ports.onTools(this.#tools, true);
  }

  /** The server has to be asked again what it speaks and how it is reached. */
  forgetVerdict(): void {
    this.#load();
    this.#verdict = null;
    this.#remote = null;
  }

  #load(): void {
    if (this.#loaded) return;
    this.#loaded = true;
    const found = this.#ports.memory.read();
    if (!found) return;
    this.#tools = found.tools;
    this.#remote = found.remote;
    // What the file holds was the result of `discover`; a damaged one is found out when connecting.
    this.#verdict = found.verdict as PriorDiscovery | null;
  }
}

/** As plain data. */
function remembered(verdict: PriorDiscovery | null): Remembered['verdict'] {
  if (verdict?.kind !== 'modern') return verdict && { kind: 'legacy' };
  return { kind: 'modern', discover: { ...verdict.discover } };
}
