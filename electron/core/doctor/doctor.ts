import type {
  DoctorReport,
  ProcessInfo,
  RemoteConfig,
  ServerDefinition,
  ServerState,
  StdioConfig,
} from '../../../shared/contract/model.ts';
import { secretsOf } from '../connections/secrets.ts';
import { type ComputerPorts, computerFindings } from './computer.ts';
import { count, Findings, took } from './findings.ts';
import { commandFindings, exitFinding } from './local-server.ts';
import { wayFindings } from './remote-server.ts';
import { type TryConnect, trialFinding } from './trial.ts';
import { resolvedFor } from './variables.ts';

export interface DoctorPorts extends ComputerPorts {
  /** The state of a server; of one that is not saved, disconnected. */
  state: (id: string) => ServerState;
  /** How its processes ended, newest first. */
  exits: (id: string) => Promise<ProcessInfo['exits']>;
  tryConnect: TryConnect;
  /** ms since the epoch */
  clock: () => number;
}

/** Tells what is right and what is wrong with a server, or with this computer, in words without secrets. Changes nothing. */
export class Doctor {
  readonly #ports: DoctorPorts;
  readonly #now = () => performance.now();

  constructor(ports: DoctorPorts) {
    this.#ports = ports;
  }

  /** Never rejects for what it finds. Each question has a limit; a trial connection has that of the server. */
  async report(server: ServerDefinition | null): Promise<DoctorReport> {
    if (server === null) return { serverId: null, title: 'This computer', findings: await computerFindings(this.#ports) };
    const findings = new Findings();
    const secrets = await this.#examine(findings, server);
    return { serverId: server.id, title: server.name, findings: findings.without(secrets) };
  }

  /** Returns the secrets that may have come into a text. */
  async #examine(findings: Findings, server: ServerDefinition): Promise<string[]> {
    const { transport } = server;
    const written = secretsOf(transport);
    switch (transport.kind) {
      case 'stdio':
        return [...(await this.#local(findings, server, transport)), ...written];
      case 'remote':
        return [...(await this.#remote(findings, server, transport)), ...written];
      case 'sample':
        findings.info('Kind', 'It is built in and runs inside Patchbay');
        await this.#trial(findings, server);
        return written;
    }
  }

  async #local(findings: Findings, server: ServerDefinition, written: StdioConfig): Promise<string[]> {
    const config = await resolvedFor(findings, written, this.#ports.runtimes);
    await commandFindings(findings, config, this.#ports.runtimes);
    exitFinding(findings, await this.#ports.exits(server.id), this.#ports.clock());
    await this.#trial(findings, server);
    return secretsOf(config);
  }

  async #remote(findings: Findings, server: ServerDefinition, written: RemoteConfig): Promise<string[]> {
    const config = await resolvedFor(findings, written, this.#ports.runtimes);
    if (!findings.hasProblem) await wayFindings(findings, config, this.#ports.env, this.#now);
    await this.#trial(findings, server);
    return secretsOf(config);
  }

  /** A server that runs is not started a second time: it may hold a port or a file that there is only one of. */
  async #trial(findings: Findings, server: ServerDefinition): Promise<void> {
    const state = this.#ports.state(server.id);
    if (state.kind === 'connected') {
      const since = took(Math.max(0, this.#ports.clock() - state.since));
      const last = took(Math.max(0, this.#ports.clock() - state.lastSuccessAt));
      findings.ok('Connection', `Stands since ${since} with ${count(state.toolCount, 'tool', 'tools')}; the last answer came ${last} ago`);
    } else if (state.kind === 'connecting' || state.kind === 'reconnecting') {
      findings.info('Connection', 'Patchbay is connecting to it right now, so there was no second try beside that');
    } else if (state.kind === 'disabled') {
      findings.info('Connection', 'It is disabled, so there was no try to connect', 'Enable it first.');
    } else if (findings.hasProblem) {
      findings.info('Connection', 'There was no try to connect: it would fail for the reason above');
    } else {
      await trialFinding(findings, server, this.#ports.tryConnect, this.#now);
    }
  }
}
