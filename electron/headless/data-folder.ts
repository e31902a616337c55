import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

interface Surroundings {
  /** The folder that was asked for on the command line. */
  home?: string | undefined;
  env?: Record<string, string | undefined>;
  platform?: NodeJS.Platform;
  userHome?: string;
}

/**
 * The folder that holds everything Patchbay remembers, as an absolute path; all shells share it.
 * `home`, then `PATCHBAY_HOME` names it, else it is the place the system has for application data.
 */
export function dataFolder({ home, env = process.env, platform = process.platform, userHome = homedir() }: Surroundings = {}): string {
  const named = home || env.PATCHBAY_HOME;
  if (named) return resolve(named);
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'Patchbay');
  if (platform === 'win32') return join(env.APPDATA || join(userHome, 'AppData', 'Roaming'), 'Patchbay');
  // XDG Base Directory: a relative XDG_CONFIG_HOME is to be ignored.
  const config = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(userHome, '.config');
  return join(config, 'patchbay');
}
