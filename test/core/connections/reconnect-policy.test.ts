import { describe, expect, it } from 'vitest';
import { PACING } from '../../../electron/core/connections/pacing.ts';
import { MAX_DEATHS, type NextStep, ReconnectPolicy } from '../../../electron/core/connections/reconnect-policy.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';

const LOST = new AppError('connection_lost');
const KILLED = { code: null, signal: 'SIGKILL', at: 0 };

function policy({ random = 0.5, limit = 20, now = () => 0 }: { random?: number; limit?: number; now?: () => number } = {}) {
  return new ReconnectPolicy({ now, random: () => random, pacing: PACING, limit: () => limit });
}

function pauses(tries: ReconnectPolicy, count: number): (number | null)[] {
  return Array.from({ length: count }, () => tries.after(LOST, null, false)).map((step) => (step.kind === 'wait' ? step.ms : null));
}

describe('the pauses between tries', () => {
  it('double from 1 s to 60 s', () => {
    expect(pauses(policy(), 8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('are longer or shorter by a fifth at most', () => {
    expect(pauses(policy({ random: 0 }), 7)).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 48_000]);
    expect(pauses(policy({ random: 1 }), 7)).toEqual([1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 72_000]);
  });

  it('begin with none where the loss is no sign of trouble, once', () => {
    const tries = policy();
    expect(tries.after(LOST, null, true)).toMatchObject({ ms: 0, attempt: 1 });
    expect(tries.after(LOST, null, true)).toMatchObject({ ms: 2_000, attempt: 2 });
  });

  it('are as long as the server asks for, within reason', () => {
    const busy = (retryAfterMs: number) => policy().after(new AppError('http_status', { status: 503, retryAfterMs }), null, false);
    expect([busy(10), busy(30_000), busy(1e12)]).toMatchObject([{ ms: 1_000 }, { ms: 30_000 }, { ms: 600_000 }]);
  });

  it('begin anew only after a connection that stood for a while', () => {
    const tries = policy();
    pauses(tries, 3);
    tries.stood(PACING.stoodMs - 1);
    expect(tries.after(LOST, null, false)).toMatchObject({ attempt: 4, ms: 8_000 });
    tries.stood(PACING.stoodMs);
    expect(tries.after(LOST, null, false)).toMatchObject({ attempt: 1, ms: 1_000 });
  });
});

describe('the end of trying', () => {
  it('comes with the limit and says how often it was tried', () => {
    const tries = policy({ limit: 2 });
    pauses(tries, 2);
    expect(tries.after(LOST, null, false)).toEqual({ kind: 'stop', error: LOST, tries: 2, gaveUp: true } satisfies NextStep);
  });

  it('comes at once where nothing is to be tried', () => {
    expect(policy({ limit: 0 }).after(LOST, null, false)).toMatchObject({ kind: 'stop', tries: 0, gaveUp: false });
  });

  it.each<ErrorCode>([
    'sign_in_needed',
    'access_denied',
    'command_not_found',
    'variable_missing',
    'redirected',
    'tls_failed',
    'version_unsupported',
    'invalid_input',
  ])('comes at once with %s, which another try cannot heal', (code) => {
    expect(policy().after(new AppError(code), null, false)).toMatchObject({ kind: 'stop', gaveUp: false, error: { code } });
  });

  it.each<ErrorCode>([
    'connection_refused',
    'host_not_found',
    'http_status',
    'session_lost',
    'no_answer',
    'connect_timeout',
    'process_exited',
  ])('does not come with %s', (code) => {
    expect(policy().after(new AppError(code), null, false)).toMatchObject({ kind: 'wait' });
  });
});

describe('a process that dies again and again', () => {
  it('is not started again after five deaths in a minute, with the reason', () => {
    let now = 0;
    const tries = policy({ now: () => now });
    for (let death = 1; death < MAX_DEATHS; death += 1, now += 14_999) {
      // Each connection stood long enough to count as one.
      tries.stood(PACING.stoodMs);
      expect(tries.after(LOST, KILLED, false).kind).toBe('wait');
    }
    const last = tries.after(new AppError('connection_lost', {}, { technical: 'out of memory' }), KILLED, false);
    expect(last).toMatchObject({ kind: 'stop', gaveUp: false, error: { code: 'keeps_dying', technical: 'out of memory' } });
    expect((last as Extract<NextStep, { kind: 'stop' }>).error.details).toEqual({ times: 5, exit: 'signal SIGKILL' });
  });

  it('is started again when the deaths lie further apart', () => {
    let now = 0;
    const tries = policy({ now: () => now });
    for (let death = 1; death <= 2 * MAX_DEATHS; death += 1, now += 15_001) expect(tries.after(LOST, KILLED, false).kind).toBe('wait');
  });

  it('is started again where the clock was set back between deaths far apart', () => {
    let now = 100 * PACING.deathsMs;
    const tries = policy({ now: () => now });
    for (let death = 1; death <= 2 * MAX_DEATHS; death += 1, now -= 15_001) expect(tries.after(LOST, KILLED, false).kind).toBe('wait');
  });

  it('has a new chance when a person asks for it', () => {
    const tries = policy();
    for (let death = 1; death < MAX_DEATHS; death += 1) tries.after(LOST, KILLED, false);
    tries.reset();
    expect(tries.after(LOST, KILLED, false)).toMatchObject({ kind: 'wait', attempt: 1 });
  });
});
