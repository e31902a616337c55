import type { DoctorReport, PlainTransport, ProcessInfo, ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import { notingSecrets } from '../connections/prepare-server.ts';
import { missingValue, type SecretSource, tryResolveValues } from '../connections/resolve-values.ts';
import { inAllForms, longestFirst, secretsOf } from '../secrets/secrets.ts';
import { type ComputerPorts, computerFindings } from './computer.ts';
import { count, Findings, took } from './findings.ts';
import { commandFindings, exitFinding } from './local-server.ts';
import { wayFindings } from './remote-server.ts';
import { type TryConnect, trialFinding } from './trial.ts';

export interface DoctorPorts extends ComputerPorts {
  /** The state of a server; of one that is not saved, disconnected. */
  state: (id: string) => ServerState;
  /** How its processes ended, newest first. */
  exits: (id: string) => Promise<ProcessInfo['exits']>;
  tryConnect: TryConnect;
  /** Of the vault, by server. */
  secret: (serverId: string) => SecretSource;
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
    // The first reason why the vault told nothing: it is the same for every secret.
    let closed: unknown = null;
    const { sources, secrets } = notingSecrets({
      variable: (name) => this.#ports.runtimes.variable(name),
      secret: (ref) =>
        this.#ports
          .secret(server.id)(ref)
          .catch((error: unknown) => {
            closed ??= error;
            return undefined;
          }),
    });
    const { config, missing } = await tryResolveValues(server.transport, sources);
    const findings = new Findings(longestFirst([...secretsOf(config), ...secretsOf(server.transport), ...inAllForms(secrets)]));
    if (closed !== null) findings.failure('Secrets', closed);
    for (const each of missing.filter(({ variable }) => variable !== null || closed === null)) {
      findings.failure(each.variable === null ? 'Secrets' : 'Variables', missingValue(each));
    }
    await this.#look(findings, server, config);
    await this.#connection(findings, server);
    return { serverId: server.id, title: server.name, findings: findings.list };
  }

  async #look(findings: Findings, { id }: ServerDefinition, config: PlainTransport): Promise<void> {
    const { runtimes, exits, clock, env } = this.#ports;
    switch (config.kind) {
      case 'stdio':
        await commandFindings(findings, config, runtimes);
        return exitFinding(findings, await exits(id), clock());
      case 'remote':
        if (!findings.hasProblem) await wayFindings(findings, config, { env, clock, now: this.#now });
        return;
      case 'sample':
        findings.info('Kind', 'It is built in and runs inside Patchbay');
    }
  }

  /** A server that runs is not started a second time: it may hold a port or a file that there is only one of. */
  async #connection(findings: Findings, server: ServerDefinition): Promise<void> {
    const state = this.#ports.state(server.id);
    if (state.kind === 'connected') {
      const since = took(this.#ports.clock() - state.since);
      const last = took(this.#ports.clock() - state.lastSuccessAt);
      findings.ok('Connection', `Connected for ${since} with ${count(state.toolCount, 'tool', 'tools')}; the last answer came ${last} ago`);
    } else if (state.kind === 'reconnecting') {
      const now = `Patchbay tries again by itself (try ${state.attempt}), so there was no other try beside that`;
      findings.problem('Connection', `It was lost: ${state.error.message}. ${now}`, state.error.hint);
    } else if (state.kind === 'connecting') {
      findings.info('Connection', 'Patchbay is connecting to it right now, so there was no other try beside that');
    } else if (state.kind === 'disconnecting') {
      findings.info(
        'Connection',
        'Patchbay is disconnecting it right now, so there was no try to connect',
        'Look again when it has ended.',
      );
    } else if (state.kind === 'disabled') {
      findings.info('Connection', 'It is disabled, so there was no try to connect', 'Enable it first.');
    } else if (findings.hasProblem) {
      findings.info('Connection', 'There was no try to connect: it would fail for the reason above');
    } else {
      await trialFinding(findings, server, this.#ports.tryConnect, this.#now);
    }
  }
}
