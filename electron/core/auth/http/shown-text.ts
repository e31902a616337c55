import { plain } from '../../plain-text.ts';

/** Most characters of a sentence that a stranger wrote. */
const LONGEST = 300;
/** What turns the order of the letters around it (Unicode TR 9, 2): a name could read as another one. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A host as it is named in sentences. */
export function shownHost({ host, protocol }: URL): string {
  return host === '' ? protocol : host.slice(0, LONGEST);
}

/** One line of what a stranger wrote, or nothing. */
export function shownLine(value: unknown): string {
  if (typeof value !== 'string') return '';
  const line = plain(value).replace(TURNING, '').replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Scheme, host and path of an address; its query could hold secrets. */
export function shownAddress(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, 2_000);
}
