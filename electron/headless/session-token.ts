import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The WebSocket subprotocol carries the token: a browser can set no header of its own there, and a URL would be logged. */
const PREFIX = 'patchbay.';

/** 256 random bits as base64url: one for each start of the browser shell. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether a Sec-WebSocket-Protocol header offers the token, compared in constant time. */
export function offersToken(header: string | undefined, token: string): boolean {
  const offered = header?.split(',').map((name) => name.trim()) ?? [];
  return offered.some((name) => timingSafeEqual(digest(name), digest(PREFIX + token)));
}
