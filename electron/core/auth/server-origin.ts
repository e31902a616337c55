/** The address of a server as one that HTTP is spoken to, without credentials: what is signed in to. */
export function serverAddress(address: string): URL {
  const url = new URL(address);
  if (url.protocol === 'ws:') url.protocol = 'http:';
  if (url.protocol === 'wss:') url.protocol = 'https:';
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

/** Where tokens of this server may be sent. */
export function serverOrigin(address: string): string {
  return serverAddress(address).origin;
}

/** The same without what may be a key in it. */
export function addressOf({ origin, pathname }: URL): string {
  return origin + pathname;
}
