import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, type AppPorts, createApp } from '../../../electron/core/app.ts';
import { memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import type { SignIn } from '../../../shared/contract/auth.ts';
import type { NumberedEvent } from '../../../shared/contract/events.ts';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/errors.ts';
import { browse, type Journey } from '../../fixtures/auth-server/browser.ts';

type RemoteInput = Extract<Input<'servers.create'>['transport'], { kind: 'remote' }>;

/** Opens an address as a person's browser would. */
export type Person = (address: string) => Promise<Journey>;

/** The whole core on a folder of its own, with a person who has a browser. */
export class TestApp {
  readonly app: App;
  readonly folder: string;
  readonly events: NumberedEvent[] = [];
  /** Addresses that the browser was opened with. */
  readonly opened: string[];
  /** Where the browser went from there. */
  readonly journeys: Promise<Journey>[];

  private constructor(app: App, folder: string, opened: string[], journeys: Promise<Journey>[]) {
    this.app = app;
    this.folder = folder;
    this.opened = opened;
    this.journeys = journeys;
    app.bridge.subscribe((batch) => this.events.push(...batch));
  }

  /** `folder`: of an app that ran before, with the same keychain. */
  static async start(person: Person = browse, ports: Partial<AppPorts> = {}): Promise<TestApp> {
    const folder = ports.dataFolder ?? mkdtempSync(join(tmpdir(), 'patchbay-sign-in-'));
    const opened: string[] = [];
    const journeys: Promise<Journey>[] = [];
    const openExternal = async (address: string) => {
      opened.push(address);
      const journey = person(address);
      // Looked at by the test that wants to; another one may end before the browser does.
      journey.catch(() => {});
      journeys.push(journey);
    };
    const keychains = [memoryKeyWrapper()];
    const app = await createApp({ dataFolder: folder, shell: 'cli', version: '0.0.0-test', openExternal, keychains, ...ports });
    return new TestApp(app, folder, opened, journeys);
  }

  async ask<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const reply = await this.app.bridge.handle(method, input);
    if (!reply.ok) throw AppError.fromData(reply.error);
    return reply.value as Output<M>;
  }

  /** Adds a remote server; resolves with its id. */
  async add(url: string, rest: Partial<Omit<RemoteInput, 'kind' | 'url'>> = {}): Promise<string> {
    return (await this.ask('servers.create', { name: 'protected', transport: { kind: 'remote', url, ...rest } })).id;
  }

  signIn(serverId: string, rest: Partial<Input<'auth.signIn'>> = {}): Promise<SignIn> {
    return this.ask('auth.signIn', { serverId, ...rest });
  }

  /** Signs in and expects that nothing stands in the way. */
  async signedIn(serverId: string, rest: Partial<Input<'auth.signIn'>> = {}): Promise<void> {
    const signIn = await this.signIn(serverId, rest);
    if (signIn.status !== 'done') throw new Error(`not signed in: ${JSON.stringify(signIn.error ?? signIn.status)}`);
    const state = this.app.connections.state(serverId);
    if (state.kind !== 'connected') throw new Error(`signed in, but not connected: ${JSON.stringify(state)}`);
  }

  /** What the tool `echo` says. */
  async echo(serverId: string, message: string): Promise<unknown> {
    const options = { signal: AbortSignal.timeout(20_000), timeoutMs: 20_000, onProgress: () => {} };
    const result = await this.app.connections.call(serverId, 'echo', { message }, options);
    return (result.content as { text: string }[])[0]?.text;
  }

  async accounts(): Promise<Output<'app.snapshot'>['accounts']> {
    return (await this.ask('app.snapshot', {})).accounts;
  }

  /** How many secrets there are. */
  async secrets(): Promise<number> {
    return (await this.ask('app.snapshot', {})).vault.secrets;
  }

  /** Everything that is on the disk, as one text. */
  files(): string {
    const paths = readdirSync(this.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return paths.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
  }

  /** Ends the app; its folder stays for a next one where `keep` says so. */
  async stop(keep = false): Promise<void> {
    await this.app.shutdown();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The same, which ends with the test. */
export async function testApp(person?: Person, ports: Partial<AppPorts> = {}): Promise<TestApp> {
  const app = await TestApp.start(person, ports);
  onTestFinished(() => app.stop());
  return app;
}
