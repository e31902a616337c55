import type { FlowPorts } from './flow-ports.ts';

/** Where no link of the scheme `patchbay:` arrives. */
export const noAppRedirects: FlowPorts['appRedirects'] = {
  next: (signal) =>
    new Promise((_, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
};
