import spawn from 'cross-spawn';
import { AppError } from '../../shared/errors.ts';

interface Surroundings {
  env: Record<string, string | undefined>;
  platform: NodeJS.Platform;
}

/** How long an opener may take to fail; one that is still running then is the browser itself. */
const GRACE_MS = 3_000;

/** The command that opens an address: `BROWSER` (with `%s` for the address, else it comes last), or the system's own. */
export function openerCommand(url: string, { env, platform }: Surroundings): { command: string; args: string[] } {
  const words = env.BROWSER?.split(/\s+/).filter(Boolean) ?? [];
  const [command, ...rest] = words;
  if (command) {
    const args = rest.map((word) => word.replaceAll('%s', url));
    return { command, args: rest.some((word) => word.includes('%s')) ? args : [...args, url] };
  }
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // `start` belongs to cmd.exe, which would read an & in the address as its own.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
}

/**
 * Opens an http(s) page in the person's browser. Rejects with `url_invalid`, `command_not_found` or, when the opener fails at once,
 * `internal`.
 */
export async function openBrowser(url: string, around: Surroundings = { env: process.env, platform: process.platform }): Promise<void> {
  // Anything else would be a program's own scheme, or an option of the opener.
  if (!/^https?:\/\//i.test(url)) throw new AppError('url_invalid', { url: url.slice(0, 200) });
  const { command, args } = openerCommand(url, around);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, GRACE_MS);
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new AppError('command_not_found', { command }, { cause }));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (code === 0 || code === null) resolve();
      else reject(new AppError('internal', {}, { technical: `${command} ended with exit code ${code}` }));
    });
  });
  child.unref();
}
