/** Links of the scheme `patchbay:` reach the desktop app only; here the person tells the address that the browser ended at. */
export const noAppRedirects = {
  next: (signal: AbortSignal): Promise<URL> =>
    new Promise((_, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
};
