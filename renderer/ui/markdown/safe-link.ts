/** Longest address that is offered as a link. */
const MAX_URL = 8_000;

/** The address of a link that may be opened (http, https), or null. Relative addresses lead nowhere here. */
export function safeLink(href: string | undefined): string | null {
  if (href === undefined || href.length > MAX_URL || !URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}
