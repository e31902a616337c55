import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HealthWatch, type Sign } from '../../../electron/core/connections/health-watch.ts';
import { AppError } from '../../../shared/errors.ts';

const ALIVE: Sign = { kind: 'alive' };
const DOUBT: Sign = { kind: 'doubt', error: new AppError('no_answer') };
const GONE: Sign = { kind: 'gone', error: new AppError('session_lost') };
const EVERY = 30_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A watch whose questions are answered with the given signs, in their order; alive when they are used up. */
function watch({ cheap = [], tools = [], hasTools = true }: { cheap?: Sign[]; tools?: Sign[]; hasTools?: boolean } = {}) {
  const seen = { asked: [] as string[], lost: [] as string[], busy: false, every: EVERY };
  const question = (name: string, answers: Sign[]) => async () => {
    seen.asked.push(name);
    return answers.shift() ?? ALIVE;
  };
  const health = new HealthWatch({
    now: () => Date.now(),
    everyMs: () => seen.every,
    busy: () => seen.busy,
    ask: question('cheap', cheap),
    askForTools: hasTools ? question('tools', tools) : null,
    onLost: (error) => {
      seen.lost.push(error.code);
      health.end();
    },
  });
  return { health, seen };
}

describe('a silent server', () => {
  it('is asked once in each interval', async () => {
    const { seen } = watch();
    await vi.advanceTimersByTimeAsync(EVERY - 1);
    expect(seen.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(2 * EVERY + 1);
    expect(seen.asked).toEqual(['cheap', 'cheap', 'cheap']);
    expect(seen.lost).toEqual([]);
  });

  it('is lost after two questions without an answer, the second about its tools', async () => {
    const { seen } = watch({ cheap: [DOUBT], tools: [DOUBT] });
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(seen).toMatchObject({ asked: ['cheap', 'tools'], lost: ['no_answer'] });
    await vi.advanceTimersByTimeAsync(10 * EVERY);
    expect(seen.asked).toHaveLength(2);
  });

  it('is asked the same twice when it has no tools', async () => {
    const { seen } = watch({ cheap: [DOUBT, DOUBT], hasTools: false });
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(seen).toMatchObject({ asked: ['cheap', 'cheap'], lost: ['no_answer'] });
  });

  it('that answers only the second time is there, and is asked that way from then on', async () => {
    const { seen } = watch({ cheap: [DOUBT] });
    await vi.advanceTimersByTimeAsync(2 * EVERY);
    expect(seen).toMatchObject({ asked: ['cheap', 'tools', 'tools'], lost: [] });
  });

  it('is lost at once where asking again is useless', async () => {
    const { seen } = watch({ cheap: [GONE] });
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(seen).toMatchObject({ asked: ['cheap'], lost: ['session_lost'] });
  });

  it('is asked also after the clock was set back', async () => {
    const { seen } = watch({ cheap: [DOUBT], tools: [DOUBT] });
    await vi.advanceTimersByTimeAsync(EVERY - 1);
    vi.setSystemTime(Date.now() - 3_600_000);
    await vi.advanceTimersByTimeAsync(EVERY + 1);
    expect(seen).toMatchObject({ asked: ['cheap', 'tools'], lost: ['no_answer'] });
  });
});

describe('no question is asked', () => {
  it('while the server is heard of', async () => {
    const { health, seen } = watch();
    for (let n = 0; n < 10; n += 1) {
      await vi.advanceTimersByTimeAsync(EVERY - 1);
      health.heard();
    }
    expect(seen.asked).toEqual([]);
  });

  it('while a request is under way', async () => {
    const { seen } = watch();
    seen.busy = true;
    await vi.advanceTimersByTimeAsync(10 * EVERY);
    expect(seen.asked).toEqual([]);
    seen.busy = false;
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(seen.asked).toEqual(['cheap']);
  });

  it('after the end', async () => {
    const { health, seen } = watch();
    health.end();
    health.check();
    health.reschedule();
    await vi.advanceTimersByTimeAsync(10 * EVERY);
    expect(seen.asked).toEqual([]);
  });
});

describe('the interval', () => {
  it('follows what it is now, counted from the last answer', async () => {
    const { health, seen } = watch();
    await vi.advanceTimersByTimeAsync(20_000);
    seen.every = 120_000;
    health.reschedule();
    await vi.advanceTimersByTimeAsync(99_999);
    expect(seen.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.asked).toEqual(['cheap']);
  });

  it('is not waited for when there is a reason to ask; two reasons are one question', async () => {
    const { health, seen } = watch();
    health.check();
    health.check();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.asked).toEqual(['cheap']);
    await vi.advanceTimersByTimeAsync(EVERY - 1);
    expect(seen.asked).toHaveLength(1);
  });
});
