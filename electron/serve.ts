import { once } from 'node:events';
import { version } from '../package.json';
import { AppError, type ErrorCode } from '../shared/errors.ts';
import { createApp } from './core/app.ts';
import { type BrowserShell, startBrowserShell } from './headless/browser-shell.ts';
import { chosenKeychains } from './headless/chosen-keychains.ts';
import { type Output, writeJson } from './headless/cli/output.ts';
import { keyring } from './headless/keyring.ts';
import { openBrowser } from './headless/open-browser.ts';
import { renderedPageFolder } from './headless/rendered-page.ts';

interface ServeOptions {
  dataFolder: string;
  /** none: any free port */
  port?: number | undefined;
  /** Whether to open the page in the person's browser. */
  open: boolean;
  /** Whether the address is told as a JSON document. */
  json: boolean;
  output: Output;
  /** Ends the shell. */
  signal: AbortSignal;
}

const PORT_FAILURES: Readonly<Record<string, ErrorCode>> = { EADDRINUSE: 'port_in_use', EACCES: 'port_privileged' };

/**
 * The browser shell: serves until `signal` aborts, ends every process it started and resolves with exit code 0.
 * Tells the address once it listens: one line, or `{"url": …}`.
 * Rejects with `port_in_use` when another program has the port, and with `port_privileged` when it takes special rights.
 */
export async function serve({ dataFolder, port, open, json, output, signal }: ServeOptions): Promise<number> {
  const keychains = chosenKeychains(() => [keyring()]);
  const app = await createApp({ dataFolder, shell: 'browser', version, openExternal: (url) => openBrowser(url), keychains });
  let shell: BrowserShell | undefined;
  try {
    shell = await startBrowserShell({ app, pageFolder: renderedPageFolder(), ...(port === undefined ? {} : { port }) }).catch((cause) => {
      const code = PORT_FAILURES[cause?.code];
      throw code === undefined ? cause : new AppError(code, { port: port ?? 0 }, { cause });
    });
    if (json) writeJson(output, { url: shell.url });
    else output.out(`Patchbay is at ${shell.url}\n`);
    if (open) await openBrowser(shell.ticketUrl()).catch(() => output.err('No browser could be opened: open the address yourself.\n'));
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await Promise.all([shell?.close(), app.shutdown()]);
  }
  return 0;
}
