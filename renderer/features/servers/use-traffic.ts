import { useCallback, useMemo } from 'react';
import type { TrafficEntry } from '../../../shared/contract/model.ts';
import { client } from '../../api/client.ts';
import { usePolled } from '../../ui/use-polled.ts';
import { TrafficLog } from './traffic-log.ts';

const EVERY_MS = 500;
const NONE: readonly TrafficEntry[] = [];

/** A server's messages, oldest first; asked for while `isOn`. */
export function useTraffic(id: string, isOn: boolean): readonly TrafficEntry[] {
  const log = useMemo(() => ({ id, kept: new TrafficLog() }), [id]);
  const ask = useCallback(async () => {
    while (log.kept.take(await client.invoke('servers.traffic', { id: log.id, after: log.kept.last })));
    return log.kept.entries;
  }, [log]);
  return usePolled(ask, EVERY_MS, { isOn }).value ?? NONE;
}
