import { onTestFinished } from 'vitest';
import { Doctor, type DoctorPorts } from '../../../electron/core/doctor/doctor.ts';
import type { ShellAnswer } from '../../../electron/core/runtime/login-shell.ts';
import { Runtimes } from '../../../electron/core/runtime/runtimes.ts';
import type { DoctorFinding, DoctorReport, ServerDefinition } from '../../../shared/contract/model.ts';
import { definition, Recorder } from '../connections/fixtures/harness.ts';
import { folder } from '../runtime/support.ts';

export interface Surroundings extends Partial<Omit<DoctorPorts, 'env'>> {
  env?: Record<string, string>;
  shell?: ShellAnswer;
  recorder?: Recorder;
}

/** A doctor as the app has one, with the connections of a real manager. */
export function doctorOf({ env = {}, shell, recorder: given, ...rest }: Surroundings = {}): Doctor {
  const whole = { PATH: process.env.PATH, ...env };
  const runtimes = new Runtimes({ env: whole, loginShell: shell === undefined ? null : { ask: async () => shell } });
  const recorder = given ?? new Recorder({ runtimes, grace: { stdin: 100, term: 100, kill: 1_000 } });
  onTestFinished(() => recorder.manager.shutdown());
  return new Doctor({
    version: '1.2.3',
    dataFolder: folder('data'),
    env: whole,
    runtimes,
    clock: Date.now,
    state: () => ({ kind: 'disconnected' }),
    exits: async () => [],
    secret: () => async () => undefined,
    tryConnect: (server, onState) => recorder.manager.test(server, new AbortController().signal, onState),
    ...rest,
  });
}

/** What a doctor tells of a server with this transport. */
export function examine(transport: unknown, around: Surroundings = {}, rest: Partial<ServerDefinition> = {}): Promise<DoctorReport> {
  return doctorOf(around).report(definition('s', transport, rest));
}

/** The findings of one title. */
export function under(title: string, { findings }: DoctorReport): DoctorFinding[] {
  return findings.filter((each) => each.title === title);
}

/** The titles in their order with their levels. */
export function outline({ findings }: DoctorReport): string[] {
  return findings.map(({ title, level }) => `${title}: ${level}`);
}

/** What a definition writes for a variable of this computer. */
export const variable = (name: string): string => `\${env:${name}}`;
