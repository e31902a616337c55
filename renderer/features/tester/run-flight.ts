import type { ToolKey } from './tester-store.ts';

/** Calls that were sent and have not come back, by tool: known at once, before any state is painted. */
const underway = new Map<ToolKey, string>();

/** The call of a tool that is on its way, or undefined. */
export function flightOf(key: ToolKey): string | undefined {
  return underway.get(key);
}

/** Does the work as the one call of a tool; false, and nothing is done, while another is on its way. Rejects as the work does. */
export async function flyAlone(key: ToolKey, callId: string, work: () => Promise<void>): Promise<boolean> {
  if (underway.has(key)) return false;
  underway.set(key, callId);
  try {
    await work();
  } finally {
    underway.delete(key);
  }
  return true;
}
