import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import type { TestOutcome } from '../connections/connection-manager.ts';
import { count, type Findings, took } from './findings.ts';

/** Connects to a server, lists its tools and disconnects; tells the states in between. */
export type TryConnect = (server: ServerDefinition, onState: (state: ServerState) => void) => Promise<TestOutcome>;

const STEPS: Readonly<Record<string, string>> = {
  resolving: 'preparing',
  spawning: 'starting',
  negotiating: 'negotiating',
  verifying: 'listing the tools',
};
const OUTPUT_LINES = 3;

/** A connection made for the diagnosis, with the time of each of its steps. The limit is the server's own limit of connecting. */
export async function trialFinding(findings: Findings, server: ServerDefinition, tryConnect: TryConnect, now: () => number): Promise<void> {
  const steps = new StepTimes(now);
  const { state, log } = await tryConnect(server, (each) => steps.note(each));
  const title = 'Connection';
  if (state.kind === 'connected') {
    const speaks = `MCP ${state.protocolVersion} over ${state.transport}, the ${state.era === 'modern' ? 'newer' : 'older'} kind of protocol`;
    findings.ok(title, `Connected after ${steps.text()}. It speaks ${speaks}, and offers ${count(state.toolCount, 'tool', 'tools')}.`);
    const [first] = state.rejectedTools;
    if (first !== undefined)
      findings.warning(
        'Tools',
        `${count(state.rejectedTools.length, 'tool is', 'tools are')} left out. ${findings.quote(first)}`,
        'Tell whoever makes the server.',
      );
  } else if (state.kind === 'needsAuth') {
    findings.problem(title, `${state.error.message}, after ${steps.text()}.`, state.error.hint);
  } else if (state.kind === 'failed') {
    const lines = log.filter(({ stream }) => stream !== 'patchbay').slice(-OUTPUT_LINES);
    const output = lines.map(({ text }) => findings.quote(text)).join(' / ');
    const last = output === '' ? '' : ` Its last output: ${output}`;
    findings.problem(title, `${state.error.message}, after ${steps.text()}.${last}`, state.error.hint);
  } else {
    findings.info(title, 'The trial was ended before it came to a result');
  }
}

/** How long each step of connecting took. */
class StepTimes {
  readonly #now: () => number;
  readonly #times = new Map<string, number>();
  #step: string | null = null;
  #since: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  note(state: ServerState): void {
    const step = state.kind === 'connecting' ? state.step : null;
    if (step === this.#step) return;
    const at = this.#now();
    if (this.#step !== null) this.#times.set(this.#step, (this.#times.get(this.#step) ?? 0) + at - this.#since);
    this.#step = step;
    this.#since = at;
  }

  /** `1.2 s (starting 80 ms, negotiating 1.1 s)` */
  text(): string {
    const total = [...this.#times.values()].reduce((sum, ms) => sum + ms, 0);
    const parts = [...this.#times].map(([step, ms]) => `${STEPS[step] ?? step} ${took(ms)}`);
    return parts.length === 0 ? took(total) : `${took(total)} (${parts.join(', ')})`;
  }
}
