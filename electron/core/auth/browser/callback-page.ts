import { createHash } from 'node:crypto';

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center}main{max-width:26rem;padding:2rem;text-align:center}h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:0;opacity:.8}';

/** No script, nothing loaded, nothing told to others, and not to be shown inside another page. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  connection: 'close',
};

export interface CallbackPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

function page(status: number, title: string, text: string): CallbackPage {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
  return { status, headers: { ...HEADERS, 'content-length': String(Buffer.byteLength(html)) }, html };
}

export const ANSWERED = page(200, 'You can close this tab', 'Patchbay goes on with the sign-in.');
export const FOREIGN = page(400, 'This page belongs to another sign-in', 'Close it, and go on where Patchbay opened the browser last.');
export const NOTHING_HERE = page(404, 'Nothing here', 'Patchbay waits here for the end of a sign-in.');
export const WRONG_HOST = page(403, 'Refused', 'This address is for this computer alone.');
export const WRONG_METHOD = page(405, 'Refused', 'Only the browser that signs in comes here.');
