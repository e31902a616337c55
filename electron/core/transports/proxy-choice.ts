import { BlockList, isIP } from 'node:net';
import { AppError } from '../../../shared/errors.ts';

/** The proxy on the way to a host, as the environment names it. */
export interface WebProxy {
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Which variables name the proxy of a scheme; the lower case comes first, as in curl. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'http:': ['http_proxy', 'HTTP_PROXY'],
  'ws:': ['http_proxy', 'HTTP_PROXY'],
  'https:': ['https_proxy', 'HTTPS_PROXY'],
  'wss:': ['https_proxy', 'HTTPS_PROXY'],
};
/** What asks for a proxy on the way to this computer itself, as in Chromium. */
const ALSO_LOOPBACK = '<-loopback>';

/** The proxy for an address, or null. This computer itself is never reached through one. Throws proxy_failed for one of an unknown kind. */
export function proxyFor(address: URL, env: Environment): WebProxy | null {
  const variable = [...(VARIABLES[address.protocol] ?? []), 'all_proxy', 'ALL_PROXY'].find((name) => (env[name] ?? '').trim() !== '');
  if (variable === undefined) return null;
  const exceptions = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter((each) => each !== '');
  const host = bare(address.hostname);
  if (isLoopback(host) && !exceptions.includes(ALSO_LOOPBACK)) return null;
  if (exceptions.some((each) => covers(each.toLowerCase(), host, portOf(address)))) return null;
  return { url: proxyUrl((env[variable] ?? '').trim(), variable), variable };
}

/** The port of an address, also where it is the scheme's own. */
export function portOf({ port, protocol }: URL): string {
  return port !== '' ? port : protocol === 'https:' || protocol === 'wss:' ? '443' : '80';
}

/** A host without the brackets of IPv6. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function proxyUrl(text: string, variable: string): URL {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (url === null || url.hostname === '')
    throw new AppError('proxy_failed', { proxy: 'of this computer', variable, detail: 'Its address is not valid' });
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const detail = `Patchbay knows HTTP proxies, not those of the kind ${url.protocol.slice(0, -1)}`;
    throw new AppError('proxy_failed', { proxy: url.host, variable, detail });
  }
  return url;
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1' || host.startsWith('::ffff:7f');
}

/** Whether an entry of NO_PROXY means the host: `*`, a name with those below it, an address, a block of addresses, each with a port or without. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const block = /^\[?([\da-f.:]+)\]?\/(\d{1,3})$/.exec(entry);
  if (block) return inBlock(host, block[1] ?? '', Number(block[2]));
  const withPort = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry);
  if (withPort && withPort[2] !== port) return false;
  const name = bare(withPort?.[1] ?? entry).replace(/^\*?\./, '');
  return name !== '' && (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
}

function inBlock(host: string, network: string, bits: number): boolean {
  const kind = isIP(host);
  if (kind === 0 || kind !== isIP(network) || bits > (kind === 4 ? 32 : 128)) return false;
  const family = kind === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(host, family);
}
