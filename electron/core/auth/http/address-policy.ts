import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { bare } from '../../transports/proxy-choice.ts';
import { within } from '../../within.ts';

/** How long a name is looked up, in ms; one that takes longer has no addresses. */
const NAME_MS = 5_000;

/** Where an address leads, from the outside in. */
const REACHES = ['public', 'network', 'computer'] as const;
export type Reach = (typeof REACHES)[number];

/** Not reachable from everywhere, or not meant for hosts (IANA special-purpose address registries); 169.254.0.0/16 has the metadata of clouds. */
const NETWORK_4 =
  '10.0.0.0/8 100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3';
const NETWORK_6 = '64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8';
const COMPUTER_4 = '0.0.0.0/8 127.0.0.0/8';
const COMPUTER_6 = '::/128 ::1/128';
/** Addresses of IPv6 that stand for one of IPv4, with where that begins: mapped, compatible, NAT64 (RFC 6052), 6to4 (RFC 3056). */
const EMBEDDED: readonly (readonly [string, number])[] = [
  ['::ffff:0:0/96', 6],
  ['::/96', 6],
  ['64:ff9b::/96', 6],
  ['2002::/16', 1],
];

const network = listOf(NETWORK_4, NETWORK_6);
const computer = listOf(COMPUTER_4, COMPUTER_6);
const embedded = EMBEDDED.map(([block, at]) => ({ list: listOf('', block), at }));

/** Where an IP address leads; `computer` for what is none, so that it is refused rather than not. */
export function reachOf(address: string): Reach {
  const ip = bare(address).replace(/%.*$/, '');
  const kind = isIP(ip);
  if (kind === 0) return 'computer';
  const family = kind === 4 ? 'ipv4' : 'ipv6';
  if (computer.check(ip, family)) return 'computer';
  const inner = kind === 6 ? innerAddress(ip) : null;
  if (inner !== null) return reachOf(inner);
  return network.check(ip, family) ? 'network' : 'public';
}

/** Whether the second may be asked for the sake of the first: never something further inside. */
export function mayLead(from: Reach, to: Reach): boolean {
  return REACHES.indexOf(to) <= REACHES.indexOf(from);
}

/** What a name says of itself without being looked up; null: nothing. */
export function reachOfName(hostname: string): Reach | null {
  const host = bare(hostname).replace(/\.$/, '');
  if (isIP(host) !== 0) return reachOf(host);
  if (host === 'localhost' || host.endsWith('.localhost')) return 'computer';
  return /^[^.]+$|\.(local|internal|intranet|lan|home\.arpa)$/.test(host) ? 'network' : null;
}

/** Where the addresses of a host lead according to DNS; none when it has none. */
export async function reachesOfHost(hostname: string): Promise<Reach[]> {
  const named = reachOfName(hostname);
  if (named !== null && (isIP(bare(hostname)) !== 0 || named === 'computer')) return [named];
  const looking = lookup(bare(hostname), { all: true }).catch(() => []);
  const found = await within(NAME_MS, looking, () => []);
  return found.map(({ address }) => reachOf(address));
}

/** The one that is furthest outside. */
export function outermost(reaches: readonly Reach[]): Reach | null {
  return REACHES.find((reach) => reaches.includes(reach)) ?? null;
}

function listOf(four: string, six: string): BlockList {
  const list = new BlockList();
  for (const [blocks, family] of [[four, 'ipv4'] as const, [six, 'ipv6'] as const]) {
    for (const block of blocks.split(' ').filter((each) => each !== '')) {
      const [address = '', bits = ''] = block.split('/');
      list.addSubnet(address, Number(bits), family);
    }
  }
  return list;
}

/** The address of IPv4 inside one of IPv6. */
function innerAddress(ip: string): string | null {
  const found = embedded.find(({ list }) => list.check(ip, 'ipv6'));
  if (found === undefined) return null;
  const [high = 0, low = 0] = groupsOf(ip).slice(found.at, found.at + 2);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight numbers of an address of IPv6; URL writes it in its shortest form, without dots. */
function groupsOf(ip: string): number[] {
  const [head = '', tail] = bare(new URL(`http://[${ip}]/`).hostname).split('::');
  const numbers = (part: string) => (part === '' ? [] : part.split(':').map((each) => Number.parseInt(each, 16)));
  const first = numbers(head);
  if (tail === undefined) return first;
  const last = numbers(tail);
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}
