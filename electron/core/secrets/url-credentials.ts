export interface UrlCredentials {
  user: string;
  password: string;
  /** Both as they travel in a header (RFC 7617). */
  basic: string;
}

/** The credentials inside an address, decoded; null when there are none. */
export function urlCredentials({ username, password }: URL): UrlCredentials | null {
  if (username === '' && password === '') return null;
  const plain = { user: decoded(username), password: decoded(password) };
  return { ...plain, basic: Buffer.from(`${plain.user}:${plain.password}`).toString('base64') };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
