import type { FlowPorts } from '../flow-ports.ts';

/** Links of the scheme `patchbay:` reach the desktop app only; elsewhere the person tells the address that the browser ended at. */
export const noAppRedirects: FlowPorts['appRedirects'] = {
  next: (signal) =>
    new Promise((_, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
};
