import { setTimeout as sleep } from 'node:timers/promises';
import { app } from 'electron';

const LIMIT_MS = 5_000;

/**
 * Lets the app end only after `shutdown`, which gets five seconds; also on SIGINT, SIGTERM and SIGHUP, with the
 * exit code that shells expect of them.
 */
export function quitAfter(shutdown: () => Promise<void>): void {
  let exitCode = 0;
  let ending = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    void Promise.race([shutdown().catch(() => {}), sleep(LIMIT_MS)]).then(() => app.exit(exitCode));
  });
  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(signal, () => {
      exitCode = 128 + number;
      app.quit();
    });
  }
}
