type Dispatcher = { close(): Promise<void> };
type DispatcherClass = new (options: { headersTimeout: number; bodyTimeout: number }) => Dispatcher;

let patient: Dispatcher | null | undefined;

/**
 * Node's fetch ends an answer that stays silent for 300 s, whatever the caller's own limit is: too early for a tool
 * that works for longer, and for a stream that waits for news. The agent inside Node can be told not to; a runtime
 * without it keeps the limit. Every request has a limit of its own, set by whoever sends it.
 */
function patientDispatcher(): Dispatcher | null {
  if (patient !== undefined) return patient;
  // The runtime makes its agent with the first use of anything of fetch's family.
  new Headers();
  const current: unknown = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'));
  const Agent = (current as { constructor?: DispatcherClass } | undefined)?.constructor;
  try {
    patient = Agent?.name === 'Agent' ? new Agent({ headersTimeout: 0, bodyTimeout: 0 }) : null;
  } catch {
    patient = null;
  }
  return patient;
}

/** `fetch` without limits on silence. */
export function patientFetch(url: string | URL, init: RequestInit): Promise<Response> {
  const dispatcher = patientDispatcher();
  return fetch(url, dispatcher === null ? init : ({ ...init, dispatcher } as RequestInit));
}
