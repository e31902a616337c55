import { AppError } from '../../../../shared/errors.ts';
import type { FlowPorts } from '../flow-ports.ts';
import { type AuthorizationRequest, isAnswerTo } from './authorization-request.ts';
import type { OpenRedirect } from './open-redirect.ts';

/** How long a person may take in the browser, in ms. */
const BROWSER_MS = 10 * 60_000;

/**
 * The address with which the browser came back: to the listener, as a link of the app, or pasted by the person. An answer of
 * another sign-in is refused and changes nothing. Throws auth_timeout; auth_state_mismatch for a pasted one, or when only others
 * came; the reason of the signal.
 */
export async function browserAnswer(request: AuthorizationRequest, { listener }: OpenRedirect, ports: FlowPorts): Promise<URL> {
  const { signal, browserMs = BROWSER_MS } = ports;
  signal.throwIfAborted();
  const ended = new AbortController();
  let foreign = false;
  const accept = (address: URL): boolean => {
    const is = isAnswerTo(request, address);
    foreign ||= !is;
    return is;
  };
  let timer: NodeJS.Timeout | undefined;
  let abort = () => {};
  const end = new Promise<never>((_, reject) => {
    const minutes = Math.max(1, Math.round(browserMs / 60_000));
    const late = () => reject(foreign ? new AppError('auth_state_mismatch') : new AppError('auth_timeout', { minutes }));
    timer = setTimeout(late, browserMs);
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  const pasted = ports.pasted().then((address) => {
    if (accept(address)) return address;
    throw new AppError('auth_state_mismatch');
  });
  try {
    return await Promise.race([listener?.wait(accept) ?? appLink(accept, ports, ended.signal), pasted, end]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    ended.abort();
  }
}

async function appLink(accept: (address: URL) => boolean, { appRedirects }: FlowPorts, signal: AbortSignal): Promise<URL> {
  for (;;) {
    const address = await appRedirects.next(signal);
    if (accept(address)) return address;
  }
}
