import { isAbsolute, join } from 'node:path';
import type { EntryRules } from './server-entry.ts';

/** The computer on which other apps' files are looked for. */
export interface HomePorts {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A file in which an app keeps its servers. */
export interface ClientFile {
  readonly app: string;
  readonly path: string;
  readonly syntax: 'json' | 'toml';
  readonly rules: EntryRules;
}

/** Where apps keep their settings: `~/Library/Application Support`, `%APPDATA%` or `$XDG_CONFIG_HOME`. */
function configFolder({ home, platform, env }: HomePorts): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return folderFrom(env.APPDATA) ?? join(home, 'AppData', 'Roaming');
  return folderFrom(env.XDG_CONFIG_HOME) ?? join(home, '.config');
}

function folderFrom(value: string | undefined): string | undefined {
  return value !== undefined && isAbsolute(value) ? value : undefined;
}

const MS: EntryRules = { timeoutUnit: 'ms' };
const SECONDS: EntryRules = { timeoutUnit: 's' };
const UNSAID: EntryRules = { timeoutUnit: null };

/** Every place to look at. A path that an app no longer uses costs one failed look and nothing else. */
export function clientFiles(ports: HomePorts): ClientFile[] {
  const { home, platform, env } = ports;
  const config = configFolder(ports);
  const code = join(config, 'Code', 'User');
  const claudeDesktop = join('Claude', 'claude_desktop_config.json');
  const zed = platform === 'darwin' ? join(home, '.config', 'zed') : join(config, platform === 'win32' ? 'Zed' : 'zed');
  const local = folderFrom(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local');
  const files: [app: string, path: string, rules: EntryRules, syntax?: 'toml'][] = [
    ['Claude Desktop', join(config, claudeDesktop), UNSAID],
    ['Claude Code', join(folderFrom(env.CLAUDE_CONFIG_DIR) ?? home, '.claude.json'), MS],
    ['Cursor', join(home, '.cursor', 'mcp.json'), UNSAID],
    ['VS Code', join(code, 'mcp.json'), UNSAID],
    ['VS Code', join(code, 'settings.json'), UNSAID],
    ['VS Code Insiders', join(config, 'Code - Insiders', 'User', 'mcp.json'), UNSAID],
    ['Windsurf', join(home, '.codeium', 'windsurf', 'mcp_config.json'), UNSAID],
    ['Cline', join(code, 'globalStorage', 'saoudrizwan.claude-dev', 'settings', 'cline_mcp_settings.json'), SECONDS],
    ['Zed', join(zed, 'settings.json'), SECONDS],
    ['Gemini CLI', join(home, '.gemini', 'settings.json'), MS],
    ['Codex', join(folderFrom(env.CODEX_HOME) ?? join(home, '.codex'), 'config.toml'), SECONDS, 'toml'],
  ];
  // The Microsoft Store's package of Claude keeps its files in a folder of its own.
  if (platform === 'win32') {
    files.splice(1, 0, ['Claude Desktop', join(local, 'Packages', 'Claude_pzs8sxrjxfjjc', 'LocalCache', 'Roaming', claudeDesktop), UNSAID]);
  }
  return files.map(([app, path, rules, syntax]) => ({ app, path, rules, syntax: syntax ?? 'json' }));
}
