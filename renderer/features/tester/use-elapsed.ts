import { useEffect, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';

const TICK_MS = 100;

/** ms since a running run began, told ten times a second; 0 for one that ended. */
export function useElapsed(run: ToolRun): number {
  const [now, setNow] = useState(Date.now);
  const running = run.status === 'running';
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [running]);
  return running ? Math.max(0, now - run.startedAt) : 0;
}
