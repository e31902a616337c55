import type { Output } from './output.ts';

/** How long, in ms, a reader may take for the rest once the command was told to end. */
const GRACE_MS = 500;

export interface StandardStreams extends Output {
  /**
   * Waits until everything is written, or nobody reads it any more. After `signal` aborts it waits half a second.
   * Resolves with whether all was written or refused.
   */
  drained(signal: AbortSignal): Promise<boolean>;
}

/**
 * Standard output and error of this process. Writing waits for nobody: into a pipe that is not read, a synchronous
 * write would keep signals from being heard. Whoever stopped reading (`| head`) is no failure.
 */
export function standardStreams(): StandardStreams {
  const streams = [process.stdout, process.stderr] as const;
  for (const stream of streams) stream.on('error', () => {});
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    async drained(signal) {
      const written = Promise.all(streams.map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))));
      let timer: NodeJS.Timeout | undefined;
      const givenUp = new Promise<false>((resolve) => {
        const limit = () => {
          timer = setTimeout(resolve, GRACE_MS, false);
        };
        if (signal.aborted) limit();
        else signal.addEventListener('abort', limit, { once: true });
      });
      const all = await Promise.race([written.then(() => true), givenUp]);
      clearTimeout(timer);
      return all;
    },
  };
}
