import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FlowFacts, FlowPorts, FlowTarget } from '../../../electron/core/auth/flow-ports.ts';
import type { OAuthClient } from '../../../electron/core/auth/grant.ts';
import type { GrantPorts } from '../../../electron/core/auth/tokens/token-requests.ts';
import type { SignInStep } from '../../../shared/contract/auth.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import { browse } from '../../fixtures/auth-server/browser.ts';

/** A person with a browser, and what Patchbay keeps and tells meanwhile. */
export class Person implements FlowPorts {
  readonly env = {};
  readonly signal: AbortSignal;
  readonly appRedirects = { next: (signal: AbortSignal) => this.#nextLink(signal) };
  /** Where the browser was sent. */
  readonly opened: URL[] = [];
  readonly clients = new Map<string, OAuthClient>();
  readonly secrets: string[] = [];
  steps: readonly SignInStep[] = [];
  facts: FlowFacts | null = null;
  answered = 0;
  browserMs: number | undefined;
  /** Of this person alone, below those that the system gives out: tests run beside each other. */
  readonly callbackPorts = Array.from({ length: 5 }, () => 10_000 + (randomBytes(2).readUInt16LE() % 20_000));
  clock: () => number = Date.now;
  /** What the person does with the browser. */
  browse: (address: string) => Promise<unknown> = browse;
  paste: (address: URL) => void = () => {};
  readonly #abort = new AbortController();
  #links: URL[] = [];
  #wake: () => void = () => {};

  constructor() {
    this.signal = this.#abort.signal;
  }

  now(): number {
    return this.clock();
  }

  pasted(): Promise<URL> {
    return new Promise((resolve) => {
      this.paste = resolve;
    });
  }

  randomBytes(count: number): Buffer {
    return randomBytes(count);
  }

  addSecret(value: string): void {
    this.secrets.push(value);
  }

  /** What it would take to go on after a new start of the app. */
  readonly kept: Parameters<FlowPorts['keepPending']>[0][] = [];

  async keepPending(pending: Parameters<FlowPorts['keepPending']>[0]): Promise<void> {
    this.kept.push(pending);
  }

  async openBrowser(url: string): Promise<void> {
    this.opened.push(new URL(url));
    await this.browse(url);
  }

  onAnswered(): void {
    this.answered += 1;
  }

  onStep(steps: readonly SignInStep[], facts: FlowFacts): void {
    this.steps = steps;
    this.facts = facts;
  }

  async knownClient(issuer: string): Promise<OAuthClient | undefined> {
    return this.clients.get(issuer);
  }

  async saveClient(client: OAuthClient): Promise<void> {
    this.clients.set(client.issuer, client);
  }

  async forgetClient(issuer: string): Promise<void> {
    this.clients.delete(issuer);
  }

  cancel(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /** The system brings a link of the app. */
  link(address: URL): void {
    this.#links.push(address);
    this.#wake();
  }

  async #nextLink(signal: AbortSignal): Promise<URL> {
    for (;;) {
      const next = this.#links.shift();
      if (next) return next;
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
  }
}

export function targetAt(server: string, auth: Partial<FlowTarget['auth']> = {}, more: Partial<FlowTarget> = {}): FlowTarget {
  return {
    server: new URL(server),
    auth: { ...DEFAULT_AUTH, clientSecret: null, ...auth },
    tls: DEFAULT_TLS,
    challenge: '',
    scopes: [],
    boundIssuer: null,
    clientMetadataUrl: null,
    ...more,
  };
}

/** What requests with a grant need. */
export function grantPorts(more: Partial<GrantPorts> = {}): GrantPorts {
  const { signal } = new AbortController();
  return { now: Date.now, randomBytes, env: {}, tls: DEFAULT_TLS, signal, addSecret: () => {}, ...more };
}

/** A server of the test on a free port; ends with what it returns. */
export async function serve(listener: RequestListener): Promise<{ origin: string; stop: () => Promise<void> }> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
