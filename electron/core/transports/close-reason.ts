/** Close codes in words (RFC 6455, 7.4.1, and the registry of IANA). */
const WORDS: Readonly<Record<number, string>> = {
  1000: 'The server ended the connection as planned',
  1001: 'The server is going away: it shuts down or restarts',
  1002: 'The server found a mistake in how WebSocket was spoken',
  1003: 'The server does not take this kind of message',
  1005: 'The server ended the connection without a reason',
  1006: 'The connection broke without a farewell',
  1007: 'The server could not read a message as text',
  1008: 'The server refused by its rules',
  1009: 'A message was too large for the server',
  1010: 'The server lacks an extension',
  1011: 'Something inside the server failed',
  1012: 'The server restarts',
  1013: 'The server is overloaded; try again later',
  1014: 'A gateway before the server got no proper answer from it',
  3000: 'The server asks for sign-in',
  3003: 'The server denied access',
  3008: 'The server waited too long',
};

/** Most characters of the server's own words. */
const REASON_CHARS = 123;

/** Why a WebSocket was closed, with the code and the server's own words. */
export function closeReason(code: number, text: string): string {
  const words = WORDS[code] ?? (code >= 4000 ? 'The server ended the connection for a reason of its own' : 'The connection was ended');
  const own = text.trim().slice(0, REASON_CHARS);
  return own === '' ? `${words} (${code})` : `${words} (${code}): ${own}`;
}
