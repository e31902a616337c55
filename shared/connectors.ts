import type { Connector } from './connectors/connector.ts';
import { DEVELOPMENT } from './connectors/development.ts';
import { packageOfCommand } from './connectors/package-of-command.ts';
import { SERVICES } from './connectors/services.ts';
import { WORK } from './connectors/work.ts';

/** Every service that Patchbay knows. A new one is one entry in one of these lists. */
export const CONNECTORS: readonly Connector[] = [...DEVELOPMENT, ...WORK, ...SERVICES];

const SECURE: readonly string[] = ['https:', 'wss:'];

function matchesHost(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length : host === pattern;
}

function ofUrl(text: string): Connector | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  // Without TLS nobody knows who answers under that name.
  if (url === null || !SECURE.includes(url.protocol)) return null;
  const host = url.hostname.replace(/\.$/, '');
  return CONNECTORS.find(({ hosts }) => hosts.some((pattern) => matchesHost(host, pattern))) ?? null;
}

function ofCommand(command: string, args: readonly string[]): Connector | null {
  const found = packageOfCommand(command, args);
  if (found === null) return null;
  const url = found === 'mcp-remote' ? args.find((arg) => /^https:\/\//i.test(arg)) : undefined;
  if (url !== undefined) return ofUrl(url);
  return CONNECTORS.find(({ packages }) => packages.includes(found)) ?? null;
}

function ofName(name: string): Connector | null {
  const wanted = name.trim().toLowerCase();
  return CONNECTORS.find((each) => each.id === wanted || each.name.toLowerCase() === wanted) ?? null;
}

/**
 * The service of a server; null when it is none of those that are known. An address counts by its host, a command by the package
 * that it runs; a name only where there is neither: anybody may call a server "GitHub".
 */
export function connectorFor(server: { url?: string; name?: string; command?: string; args?: readonly string[] }): Connector | null {
  if (server.url) return ofUrl(server.url);
  if (server.command) return ofCommand(server.command, server.args ?? []);
  return server.name ? ofName(server.name) : null;
}
