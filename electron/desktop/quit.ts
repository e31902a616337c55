import { setTimeout as sleep } from 'node:timers/promises';
import { app } from 'electron';

const LIMIT_MS = 5_000;
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

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
  // Chromium sets its own handlers while it starts; later ones replace them.
  void app.whenReady().then(() => {
    for (const [signal, number] of Object.entries(SIGNALS)) {
      process.on(signal, () => {
        exitCode = 128 + number;
        app.quit();
      });
    }
  });
}
