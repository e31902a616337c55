import type { Account } from '../../../shared/contract/auth.ts';
import type { ConnectedState, ConnectStep, ExitInfo, ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { MessageId } from '../../messages/en.ts';
import type { Sentence } from '../../messages/sentence.ts';
import type { StatusTone } from '../../ui/status.tsx';
import { scopesOf } from '../sign-in/scopes-of.ts';

export type PrimaryAction =
  | 'connect'
  | 'cancel'
  | 'signIn'
  | 'cancelSignIn'
  /** Looks at the permissions that are asked for. */
  | 'review'
  | 'editKey'
  | 'unlock'
  | 'disconnect'
  | 'endNow'
  | 'tryNow'
  | 'tryAgain'
  | 'enable';

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
  /** What has more to say. */
  readonly more: 'failure' | 'signIn' | null;
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

const PLAIN = { detail: null, facts: [], at: null, more: null } as const;

/** What is known beside a server's state. */
export interface CardKnowledge {
  readonly tools: number;
  /** Whose access is used; null: nobody's */
  readonly account: Account | null;
  /** ms since the epoch */
  readonly now: number;
}

/** What the card of a server says and offers in a state; the table of ux.md. */
export function cardFacts(
  server: Pick<ServerDefinition, 'transport'>,
  state: ServerState,
  { tools: knownTools, account, now }: CardKnowledge,
): CardFacts {
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
      return { ...PLAIN, tone: 'warn', ...neededSentences(server, state.error, account), more: 'failure' };
    case 'authorizing':
      return {
        ...PLAIN,
        tone: 'busy',
        status: { id: 'card.authorizing' },
        facts: elapsedFacts(now - state.since),
        action: 'cancelSignIn',
        more: 'signIn',
      };
    case 'connected':
      return {
        ...PLAIN,
        tone: 'ok',
        status: { id: 'card.connected' },
        detail: { id: 'card.connectedTools', values: { n: state.toolCount } },
        facts: connectedFacts(state, account, now),
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
        // Nothing broke where only the person's passphrase is waited for.
        tone: mendingAction(state.error) === 'unlock' ? 'warn' : 'bad',
        status: state.error.message,
        facts: [...triesFacts(state.tries), ...exitFacts(state.error, state.exit)],
        at: state.at,
        action: mendingAction(state.error) ?? 'tryAgain',
        more: 'failure',
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

/** What a failure needs instead of another try; null: nothing else */
function mendingAction({ code }: AppErrorData): PrimaryAction | null {
  if (code === 'vault_locked' || code === 'vault_unset') return 'unlock';
  return code === 'key_refused' || code === 'secret_missing' || code === 'secret_damaged' ? 'editKey' : null;
}

/** What is said and offered where the server wants to know who asks. */
function neededSentences(
  { transport }: Pick<ServerDefinition, 'transport'>,
  error: AppErrorData,
  account: Account | null,
): Pick<CardFacts, 'status' | 'facts' | 'action'> {
  const names = account === null ? [] : [account.name];
  if (error.code === 'scope_needed') {
    const scopes = scopesOf(error).join(' ');
    return {
      status: { id: 'card.needsMore' },
      facts: scopes === '' ? names : [{ id: 'card.fact.asksFor', values: { scopes } }],
      action: 'review',
    };
  }
  const action = mendingAction(error);
  if (action !== null) return { status: error.message, facts: fieldFacts(error), action };
  const signsIn = transport.kind === 'remote' && transport.auth.kind === 'oauth';
  if (!signsIn) return { status: { id: 'card.keyNeeded' }, facts: [{ id: 'card.fact.signIn' }], action: 'editKey' };
  return {
    status: { id: 'card.needsAuth' },
    facts: account?.ended ? [...names, { id: 'card.fact.ended' }] : [...names, { id: 'card.fact.signIn' }],
    action: 'signIn',
  };
}

/** What a refused key was sent as. */
function fieldFacts({ code, details }: AppErrorData): Sentence[] {
  const field = details?.field;
  return code === 'key_refused' && typeof field === 'string' && field !== '' ? [{ id: 'card.fact.sentAs', values: { field } }] : [];
}

function connectedFacts(state: ConnectedState, account: Account | null, now: number): (Sentence | string)[] {
  const facts: (Sentence | string)[] = [{ id: 'card.fact.latency', values: { ms: Math.max(1, Math.round(state.latencyMs)) } }];
  const silent = now - state.lastSuccessAt;
  if (silent >= OLD_ANSWER_MS) facts.push({ id: 'card.fact.lastAnswer', values: { minutes: Math.floor(silent / MINUTE) } });
  if (account !== null) facts.push(account.name, ...expiryFacts(account, now));
  // Who it is says more than how long: there is room for one of the two.
  else if (silent < OLD_ANSWER_MS && now - state.since >= FRESH_MS) facts.push(upSentence(now - state.since));
  if (state.transport === 'websocket') facts.push({ id: 'card.fact.outsideSpecification' });
  if (account === null) facts.push({ id: 'card.fact.protocol', values: { version: state.protocolVersion } });
  if (state.rejectedTools.length > 0) facts.push({ id: 'card.fact.rejected', values: { n: state.rejectedTools.length } });
  return facts;
}

function expiryFacts({ expiresAt, renewable, ended }: Account, now: number): Sentence[] {
  if (ended) return [{ id: 'card.fact.ended' }];
  if (expiresAt === null) return [];
  const left = expiresAt - now;
  if (left < MINUTE) return [{ id: renewable ? 'card.fact.renewsSoon' : 'card.fact.ended' }];
  return [{ id: renewable ? 'card.fact.renewsIn' : 'card.fact.endsIn', values: span(left) }];
}

/** How long, in the largest unit that it has one of. */
function span(ms: number): { n: number; unit: 'min' | 'h' | 'day' } {
  if (ms < HOUR) return { n: Math.floor(ms / MINUTE), unit: 'min' };
  return ms < 24 * HOUR ? { n: Math.floor(ms / HOUR), unit: 'h' } : { n: Math.floor(ms / (24 * HOUR)), unit: 'day' };
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
