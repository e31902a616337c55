import type { ConnectedState, ConnectStep, ExitInfo, ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { MessageId } from '../../messages/en.ts';
import type { Sentence } from '../../messages/sentence.ts';
import type { StatusTone } from '../../ui/status.tsx';

export type PrimaryAction = 'connect' | 'cancel' | 'signIn' | 'disconnect' | 'endNow' | 'tryNow' | 'tryAgain' | 'enable';

/** Everything a card says about a state. */
export interface CardFacts {
  readonly tone: StatusTone;
  /** What happened, in words; a text where it comes from an error. */
  readonly status: Sentence | string;
  /** Said after the status, in a quieter voice. */
  readonly detail: Sentence | string | null;
  readonly facts: readonly (Sentence | string)[];
  /** When the state's news is from, in ms since the epoch; shown first among the facts. */
  readonly at: number | null;
  /** The words around that time, where the status alone does not say what happened then. */
  readonly atWithin?: MessageId;
  readonly action: PrimaryAction;
  /** Whether the failure dialog has something to say. */
  readonly explains: boolean;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** From here on it is worth saying how long a start takes. */
const SLOW_START_MS = 3 * SECOND;
/** Up to here a connection is too young to say how old it is. */
const FRESH_MS = 10 * SECOND;
/** From here on a try that has not begun is late; earlier, its news is only on its way. */
const LATE_MS = 2 * SECOND;
/** From here on an answer is worth dating. */
const OLD_ANSWER_MS = 5 * MINUTE;

type ConnectingState = Extract<ServerState, { kind: 'connecting' }>;

const PLAIN = { detail: null, facts: [], at: null, explains: false } as const;

/** What the card of a server says and offers in a state; the table of ux.md. `now` in ms since the epoch. */
export function cardFacts(server: Pick<ServerDefinition, 'transport'>, state: ServerState, knownTools: number, now: number): CardFacts {
  const lastSeen: Sentence[] = knownTools > 0 ? [{ id: 'card.fact.toolsLastSeen', values: { n: knownTools } }] : [];
  switch (state.kind) {
    case 'disabled':
      return { ...PLAIN, tone: 'off', status: { id: 'card.disabled' }, facts: lastSeen, action: 'enable' };
    case 'disconnected':
      return { ...PLAIN, tone: 'off', status: { id: 'card.notConnected' }, facts: lastSeen, action: 'connect' };
    case 'disconnecting':
      return {
        ...PLAIN,
        tone: 'busy',
        status: { id: 'card.disconnecting' },
        facts: elapsedFacts(now - state.since),
        action: 'endNow',
      };
    case 'connecting':
      return {
        ...PLAIN,
        tone: 'busy',
        ...startSentence(state, server.transport.kind),
        facts: startFacts(state, now),
        action: 'cancel',
      };
    case 'needsAuth':
      return {
        ...PLAIN,
        tone: 'warn',
        status: { id: 'card.needsAuth' },
        facts: [{ id: 'card.fact.signIn' }],
        action: 'signIn',
        explains: true,
      };
    case 'authorizing':
      return { ...PLAIN, tone: 'busy', status: { id: 'card.authorizing' }, facts: elapsedFacts(now - state.since), action: 'cancel' };
    case 'connected':
      return {
        ...PLAIN,
        tone: 'ok',
        status: { id: 'card.connected' },
        detail: { id: 'card.connectedTools', values: { n: state.toolCount } },
        facts: connectedFacts(state, now),
        action: 'disconnect',
      };
    case 'reconnecting':
      return {
        ...PLAIN,
        tone: 'busy',
        status: { id: 'card.connectionLost' },
        detail: retrySentence(state.attempt, state.retryAt === null ? null : state.retryAt - now),
        facts: lossFacts(state.error),
        at: state.since,
        atWithin: 'card.fact.lost',
        action: 'tryNow',
      };
    case 'failed':
      return {
        ...PLAIN,
        tone: 'bad',
        status: state.error.message,
        facts: [...triesFacts(state.tries), ...exitFacts(state.error, state.exit)],
        at: state.at,
        action: 'tryAgain',
        explains: true,
      };
    default:
      return state satisfies never;
  }
}

/** What has a note before it starts has no place yet among those that start at once. */
function waits({ step, note }: ConnectingState): boolean {
  return step === 'resolving' && note !== undefined;
}

function startSentence(state: ConnectingState, kind: ServerDefinition['transport']['kind']): Pick<CardFacts, 'status' | 'detail'> {
  if (waits(state)) return { status: { id: 'card.waiting' }, detail: null };
  // A command that fetches something first has not begun to negotiate, whatever was written to it.
  const step = state.note === undefined ? state.step : 'spawning';
  return { status: { id: stepSentence(step, kind) }, detail: state.note ?? null };
}

function stepSentence(step: ConnectStep, kind: ServerDefinition['transport']['kind']): Sentence['id'] {
  if (step === 'negotiating') return 'card.negotiating';
  if (step === 'verifying') return 'card.checkingTools';
  return kind === 'stdio' ? 'card.starting' : 'card.opening';
}

/** A note while the process starts says that its command fetches something first. */
function startFacts(state: ConnectingState, now: number): Sentence[] {
  return state.note !== undefined && !waits(state) ? [{ id: 'card.fact.firstStart' }] : elapsedFacts(now - state.since);
}

function elapsedFacts(elapsed: number): Sentence[] {
  return elapsed < SLOW_START_MS ? [] : [{ id: 'card.fact.elapsed', values: { seconds: Math.floor(elapsed / SECOND) } }];
}

function connectedFacts(state: ConnectedState, now: number): (Sentence | string)[] {
  const facts: (Sentence | string)[] = [{ id: 'card.fact.latency', values: { ms: Math.max(1, Math.round(state.latencyMs)) } }];
  const silent = now - state.lastSuccessAt;
  if (silent >= OLD_ANSWER_MS) facts.push({ id: 'card.fact.lastAnswer', values: { minutes: Math.floor(silent / MINUTE) } });
  else if (now - state.since >= FRESH_MS) facts.push(upSentence(now - state.since));
  if (state.transport === 'websocket') facts.push({ id: 'card.fact.outsideSpecification' });
  facts.push({ id: 'card.fact.protocol', values: { version: state.protocolVersion } });
  if (state.rejectedTools.length > 0) facts.push({ id: 'card.fact.rejected', values: { n: state.rejectedTools.length } });
  return facts;
}

function upSentence(ms: number): Sentence {
  if (ms < MINUTE) return { id: 'card.fact.upSeconds', values: { n: Math.floor(ms / (10 * SECOND)) * 10 } };
  if (ms < HOUR) return { id: 'card.fact.upMinutes', values: { n: Math.floor(ms / MINUTE) } };
  if (ms < 24 * HOUR) return { id: 'card.fact.upHours', values: { n: Math.floor(ms / HOUR) } };
  return { id: 'card.fact.upDays', values: { n: Math.floor(ms / (24 * HOUR)) } };
}

/** `waitMs`: until the next try; null while one is under way. One that is late has not begun, whatever keeps it. */
function retrySentence(attempt: number, waitMs: number | null): Sentence {
  if (waitMs === null || (waitMs <= 0 && waitMs > -LATE_MS)) return { id: 'card.tryingAgainNow', values: { attempt } };
  if (waitMs <= 0) return { id: 'card.waitingToTry', values: { attempt } };
  return { id: 'card.tryingAgainIn', values: { seconds: Math.ceil(waitMs / SECOND), attempt } };
}

/** Why a connection was lost, where that is more than what the status says. */
function lossFacts(error: AppErrorData): string[] {
  return error.code === 'connection_lost' ? [] : [error.message];
}

function triesFacts(tries: number | undefined): Sentence[] {
  return tries === undefined || tries === 0 ? [] : [{ id: 'card.fact.gaveUp', values: { n: tries } }];
}

/** Codes whose sentence names the exit. */
const NAMES_EXIT: ReadonlySet<AppErrorData['code']> = new Set(['process_exited', 'keeps_dying']);

function exitFacts(error: AppErrorData, exit: ExitInfo | null): Sentence[] {
  if (exit === null || NAMES_EXIT.has(error.code)) return [];
  if (exit.signal !== null) return [{ id: 'card.fact.exitSignal', values: { signal: exit.signal } }];
  return exit.code === null ? [] : [{ id: 'card.fact.exitCode', values: { code: exit.code } }];
}
