import type { Pacing } from '../../electron/core/connections/pacing.ts';
import type { ServerLimits, ServerState } from '../../shared/contract/model.ts';
import type { ErrorCode } from '../../shared/errors.ts';

/** A server that is ready to be connected to. */
export interface Bad {
  /** a transport, as loose as a person's input */
  readonly transport: unknown;
  /** what it wrote down: requests by method, `started <pid>`, `child <pid>` */
  readonly notes: () => string[] | Promise<string[]>;
}

/** A failure as the person meets it: `says` is a part of its sentence and hint. */
export interface Failure {
  readonly code: ErrorCode;
  readonly says: string;
}

export interface StateStep {
  /** `connect` takes the state that connecting reached, `becomes` waits for it. */
  readonly do: 'connect' | 'becomes';
  readonly state: ServerState['kind'];
  readonly failure?: Failure;
  /** names of the tools that are left; with `many` their number only */
  readonly tools?: readonly string[] | number;
  /** a part of the sentences about rejected tools */
  readonly rejected?: string;
}

export interface CallStep {
  readonly do: 'call';
  readonly tool: string;
  readonly args: Record<string, unknown>;
  readonly timeoutMs?: number;
  /** cancel it once this was noted by the server */
  readonly cancelAfter?: string;
  readonly failure?: Failure;
  /** what the result must match */
  readonly result?: Record<string, unknown>;
}

export type Step =
  | StateStep
  | CallStep
  /** the same call several times at once; each is answered with its own number */
  | { readonly do: 'callsAtOnce'; readonly count: number }
  | { readonly do: 'list'; readonly failure?: Failure }
  /** a line of the log, its beginning */
  | { readonly do: 'logged'; readonly text: string }
  /** how often the server noted something, once it did so `atLeast` times */
  | { readonly do: 'noted'; readonly what: string; readonly atLeast?: number; readonly atMost?: number }
  | { readonly do: 'disconnect' };

/** One badly behaved server: what is done with it, and what a person sees of it. */
export interface Case {
  readonly name: string;
  readonly server: () => Bad;
  readonly limits?: Partial<ServerLimits>;
  /** Times of supervision, where the case waits for them. */
  readonly pacing?: Partial<Pacing>;
  readonly steps: readonly Step[];
}

export const connects = (more: Partial<StateStep> = {}): Step => ({ do: 'connect', state: 'connected', ...more });
export const fails = (code: ErrorCode, says: string): Step => ({ do: 'connect', state: 'failed', failure: { code, says } });
export const asksForSignIn: Step = { do: 'connect', state: 'needsAuth', failure: { code: 'sign_in_needed', says: 'asks for sign-in' } };
export const staysConnected: Step = { do: 'becomes', state: 'connected' };
export const becomesFailed = (code: ErrorCode, says: string): Step => ({ do: 'becomes', state: 'failed', failure: { code, says } });

const textResult = (text: string) => ({ content: [{ type: 'text', text }] });

/** The tool that misbehaves answers with a text. */
export const answers = (text: string, more: Partial<CallStep> = {}): CallStep => ({
  do: 'call',
  tool: 'act',
  args: {},
  result: textResult(text),
  ...more,
});
/** The tool that misbehaves ends in a failure. */
export const breaks = (code: ErrorCode, says: string, more: Partial<CallStep> = {}): CallStep => ({
  do: 'call',
  tool: 'act',
  args: {},
  failure: { code, says },
  ...more,
});
/** Never answered: the call ends by its own limit. */
export const timesOut = breaks('call_timeout', 'did not answer within 0.3 s', { timeoutMs: 300 });
/** The tool that always works: what went before did no harm. */
export const stillWorks: Step = { do: 'call', tool: 'echo', args: { message: 'still here' }, result: textResult('still here') };
export const cancelled = (cancelAfter: string) => breaks('cancelled', 'Cancelled', { cancelAfter });
