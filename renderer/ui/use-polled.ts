import { useEffect, useRef, useState } from 'react';
import { type AppErrorData, toErrorData } from '../../shared/errors.ts';
import { useAway } from '../stores/away.ts';

export interface Polled<T> {
  /** The last answer; null before the first. */
  readonly value: T | null;
  /** Why the last question had no answer. */
  readonly failure: AppErrorData | null;
}

interface PollOptions {
  readonly isOn?: boolean;
  readonly about?: string | number | null;
}

/**
 * Asks again and again while it is mounted and on, the window is visible and the core is there: each question `everyMs`
 * after the answer before it. What was answered stays while it is off. `ask` must keep its identity; another one begins anew.
 * `about`: when it changes, the answer is old, and is asked for at once.
 */
export function usePolled<T>(ask: () => Promise<T>, everyMs: number, { isOn = true, about }: PollOptions = {}): Polled<T> {
  const away = useAway();
  const [answer, setAnswer] = useState<{ of: typeof ask; value: T | null; failure: AppErrorData | null } | null>(null);
  const again = useRef<() => void>(() => {});
  useEffect(() => {
    if (away || !isOn) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;
    const next = async () => {
      turn += 1;
      const mine = turn;
      clearTimeout(timer);
      try {
        const value = await ask();
        if (mine !== turn) return;
        setAnswer((before) =>
          before?.of === ask && before.value === value && before.failure === null ? before : { of: ask, value, failure: null },
        );
      } catch (error) {
        if (mine === turn)
          setAnswer((before) => ({ of: ask, value: before?.of === ask ? before.value : null, failure: toErrorData(error) }));
      }
      if (mine === turn && document.visibilityState === 'visible') timer = setTimeout(start, everyMs);
    };
    const start = () => void next();
    const onVisibility = () => {
      if (document.visibilityState === 'visible') start();
    };
    start();
    again.current = start;
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      turn = -1;
      clearTimeout(timer);
      again.current = () => {};
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [ask, everyMs, away, isOn]);
  const askedAbout = useRef(about);
  useEffect(() => {
    if (askedAbout.current === about) return;
    askedAbout.current = about;
    again.current();
  }, [about]);
  const current = answer?.of === ask ? answer : null;
  return { value: current?.value ?? null, failure: current?.failure ?? null };
}
