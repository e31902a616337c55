import { describe, expect, it } from 'vitest';
import { cardFacts, type PrimaryAction } from '../../../renderer/features/servers/card-facts.ts';
import type { Account } from '../../../shared/contract/auth.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import type { ConnectedState, ServerState, TransportConfig } from '../../../shared/contract/model.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';

const NOW = 1_700_000_000_000;
const stdio: TransportConfig = { kind: 'stdio', command: 'uvx', args: [], env: {}, cwd: null };
const remote: TransportConfig = {
  kind: 'remote',
  url: 'https://example.com/mcp',
  mode: 'auto',
  headers: {},
  query: {},
  auth: DEFAULT_AUTH,
  tls: DEFAULT_TLS,
};
const connected: ConnectedState = {
  kind: 'connected',
  since: NOW - 2 * 3_600_000,
  era: 'modern',
  protocolVersion: '2026-07-28',
  transport: 'http',
  serverName: 'GitHub',
  serverVersion: '1',
  instructions: '',
  toolCount: 15,
  rejectedTools: [],
  latencyMs: 47.6,
  lastSuccessAt: NOW,
  pid: null,
};
const lost = new AppError('connection_lost').toData();
const notFound = new AppError('command_not_found', { command: 'uvx' }).toData();

const facts = (state: ServerState, transport: TransportConfig = stdio, tools = 0) =>
  cardFacts({ transport }, state, { tools, account: null, now: NOW });

describe('the card of a server', () => {
  it.each<[ServerState, string, PrimaryAction]>([
    [{ kind: 'disabled' }, 'off', 'enable'],
    [{ kind: 'disconnected' }, 'off', 'connect'],
    [{ kind: 'connecting', since: NOW, step: 'spawning' }, 'busy', 'cancel'],
    [{ kind: 'needsAuth', error: new AppError('sign_in_needed').toData() }, 'warn', 'editKey'],
    [{ kind: 'authorizing', since: NOW }, 'busy', 'cancelSignIn'],
    [{ kind: 'disconnecting', since: NOW }, 'busy', 'endNow'],
    [connected, 'ok', 'disconnect'],
    [{ kind: 'reconnecting', since: 0, attempt: 3, retryAt: NOW + 4_000, error: lost }, 'busy', 'tryNow'],
    [{ kind: 'failed', at: NOW, error: notFound, exit: null }, 'bad', 'tryAgain'],
  ])('%j is %s and offers %s', (state, tone, action) => {
    expect(facts(state)).toMatchObject({ tone, action });
  });

  it.each([
    ['resolving', stdio, 'card.starting'],
    ['spawning', stdio, 'card.starting'],
    ['resolving', remote, 'card.opening'],
    ['negotiating', stdio, 'card.negotiating'],
    ['verifying', remote, 'card.checkingTools'],
  ] as const)('names the step %s', (step, transport, id) => {
    expect(facts({ kind: 'connecting', since: NOW, step }, transport).status).toEqual({ id });
  });

  it('says what a slow start is doing, and for how long', () => {
    expect(facts({ kind: 'connecting', since: NOW - 2_999, step: 'spawning' }).facts).toEqual([]);
    expect(facts({ kind: 'connecting', since: NOW - 4_200, step: 'spawning' }).facts).toEqual([
      { id: 'card.fact.elapsed', values: { seconds: 4 } },
    ]);
    expect(facts({ kind: 'connecting', since: NOW - 4_200, step: 'negotiating', note: 'installing…' })).toMatchObject({
      status: { id: 'card.starting' },
      detail: 'installing…',
      facts: [{ id: 'card.fact.firstStart' }],
    });
    expect(facts({ kind: 'connecting', since: NOW - 4_200, step: 'resolving', note: 'waiting for its turn' })).toMatchObject({
      status: { id: 'card.waiting' },
      detail: null,
      facts: [{ id: 'card.fact.elapsed', values: { seconds: 4 } }],
    });
  });

  it('counts tools, rounds the latency, dates the connection', () => {
    expect(facts(connected)).toMatchObject({
      detail: { id: 'card.connectedTools', values: { n: 15 } },
      facts: [
        { id: 'card.fact.latency', values: { ms: 48 } },
        { id: 'card.fact.upHours', values: { n: 2 } },
        { id: 'card.fact.protocol', values: { version: '2026-07-28' } },
      ],
    });
  });

  it('says when the last answer is old, instead of a proud uptime', () => {
    const old = facts({ ...connected, lastSuccessAt: NOW - 12 * 60_000 }).facts;
    expect(old).toContainEqual({ id: 'card.fact.lastAnswer', values: { minutes: 12 } });
    expect(old).not.toContainEqual(expect.objectContaining({ id: 'card.fact.upHours' }));
  });

  it('mentions tools that cannot be used', () => {
    expect(facts({ ...connected, rejectedTools: ['a', 'b'] }).facts).toContainEqual({ id: 'card.fact.rejected', values: { n: 2 } });
  });

  it('counts down to the next try, then says that it runs, and of one that is late that it waits', () => {
    const reconnecting = { kind: 'reconnecting', since: 0, attempt: 3, retryAt: NOW + 3_100, error: lost } as const;
    expect(facts(reconnecting).detail).toEqual({ id: 'card.tryingAgainIn', values: { seconds: 4, attempt: 3 } });
    for (const retryAt of [NOW, NOW - 1_000, null]) {
      expect(facts({ ...reconnecting, retryAt }).detail).toEqual({ id: 'card.tryingAgainNow', values: { attempt: 3 } });
    }
    expect(facts({ ...reconnecting, retryAt: NOW - 2_000 }).detail).toEqual({ id: 'card.waitingToTry', values: { attempt: 3 } });
  });

  it('says when a connection was lost, and why where that is news', () => {
    const reconnecting = { kind: 'reconnecting', since: NOW - 60_000, attempt: 1, retryAt: null, error: lost } as const;
    expect(facts(reconnecting)).toMatchObject({ at: NOW - 60_000, atWithin: 'card.fact.lost', facts: [] });
    const refused = new AppError('connection_refused', { host: 'localhost:1' }).toData();
    expect(facts({ ...reconnecting, error: refused }).facts).toEqual(['Nothing answers at localhost:1']);
  });

  it('says how often it tried before it gave up', () => {
    const failed = { kind: 'failed', at: NOW, error: lost, exit: null } as const;
    expect(facts({ ...failed, tries: 20 }).facts).toEqual([{ id: 'card.fact.gaveUp', values: { n: 20 } }]);
    expect(facts({ ...failed, tries: 0 }).facts).toEqual([]);
  });

  it('does not repeat an exit that the sentence names', () => {
    const error = new AppError('keeps_dying', { times: 5, exit: 'exit code 7' }).toData();
    expect(facts({ kind: 'failed', at: NOW, error, exit: { code: 7, signal: null, at: NOW } }).facts).toEqual([]);
  });

  it('says that WebSocket is outside the specification', () => {
    expect(facts({ ...connected, transport: 'websocket' }).facts).toContainEqual({ id: 'card.fact.outsideSpecification' });
  });

  it('shows the sentence of a failure, its exit, and that there is more to read', () => {
    expect(facts({ kind: 'failed', at: NOW - 5, error: notFound, exit: { code: 3, signal: null, at: NOW } })).toMatchObject({
      status: 'The command “uvx” was not found',
      facts: [{ id: 'card.fact.exitCode', values: { code: 3 } }],
      at: NOW - 5,
      more: 'failure',
    });
    expect(facts({ kind: 'failed', at: NOW, error: notFound, exit: { code: null, signal: 'SIGKILL', at: NOW } }).facts).toEqual([
      { id: 'card.fact.exitSignal', values: { signal: 'SIGKILL' } },
    ]);
  });

  it('remembers the tools of a server that is not connected', () => {
    expect(facts({ kind: 'disconnected' }, stdio, 9).facts).toEqual([{ id: 'card.fact.toolsLastSeen', values: { n: 9 } }]);
    expect(facts({ kind: 'disconnected' }).facts).toEqual([]);
  });

  const account: Account = {
    id: 'a1',
    serverId: 's1',
    issuer: 'https://auth.example.com',
    name: 'octo-dev',
    named: false,
    scopes: [],
    expiresAt: NOW + 52.9 * 60_000,
    renewable: true,
    ended: false,
    selected: true,
    createdAt: 0,
  };
  const ofAccount = (state: ServerState, more: Partial<Account> = {}) =>
    cardFacts({ transport: remote }, state, { tools: 0, account: { ...account, ...more }, now: NOW });

  it('says whose access is used and when it ends, as far as that is known', () => {
    const expiry = (more: Partial<Account>) => ofAccount(connected, more).facts[2];
    expect(ofAccount(connected).facts.slice(1)).toEqual(['octo-dev', { id: 'card.fact.renewsIn', values: { n: 52, unit: 'min' } }]);
    expect(expiry({ expiresAt: NOW + 3 * 3_600_000, renewable: false })).toEqual({ id: 'card.fact.endsIn', values: { n: 3, unit: 'h' } });
    expect(expiry({ expiresAt: NOW - 1 })).toEqual({ id: 'card.fact.renewsSoon' });
    expect(expiry({ expiresAt: NOW - 1, renewable: false })).toEqual({ id: 'card.fact.ended' });
    expect(expiry({ expiresAt: null })).toBeUndefined();
  });

  it('offers what the server waits for', () => {
    const needs = (code: ErrorCode, details = {}) => ofAccount({ kind: 'needsAuth', error: new AppError(code, details).toData() });
    expect(needs('sign_in_needed')).toMatchObject({ action: 'signIn', status: { id: 'card.needsAuth' } });
    expect(needs('scope_needed', { scopes: 'a b' })).toMatchObject({
      action: 'review',
      facts: [{ id: 'card.fact.asksFor', values: { scopes: 'a b' } }],
    });
    expect(needs('key_refused', { field: 'X-Key' })).toMatchObject({
      action: 'editKey',
      facts: [{ id: 'card.fact.sentAs', values: { field: 'X-Key' } }],
    });
    const locked = new AppError('vault_locked').toData();
    expect(ofAccount({ kind: 'failed', at: NOW, error: locked, exit: null })).toMatchObject({ action: 'unlock', tone: 'warn' });
  });

  it('says that an account’s sign-in has ended', () => {
    const state: ServerState = { kind: 'needsAuth', error: new AppError('sign_in_needed').toData() };
    expect(ofAccount(state, { ended: true }).facts).toEqual(['octo-dev', { id: 'card.fact.ended' }]);
  });
});
