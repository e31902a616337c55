import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Settings } from '../../shared/contract/model.ts';
import { pagePolicy, SAFE_HEADERS } from './page-policy.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

/** The build puts this word where a nonce belongs; see build/targets.mjs. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

function answer(status: number, body: Uint8Array<ArrayBuffer>, headers: Record<string, string>): PageAnswer {
  return { status, body, headers: { ...SAFE_HEADERS, 'Content-Length': String(body.byteLength), ...headers } };
}

/** An answer without a page: one line of text. */
export function textAnswer(status: number, text: string): PageAnswer {
  return answer(status, new TextEncoder().encode(`${text}\n`), {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  });
}

/** Sends the browser on to another address. */
export function redirectAnswer(location: string): PageAnswer {
  return answer(302, new Uint8Array(), { Location: location, 'Cache-Control': 'no-store' });
}

/** The absolute path of a file inside `folder`, links followed; null for everything else. */
async function confinedPath(folder: string, pathname: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, decoded));
    return file.startsWith(root + sep) ? file : null;
  } catch {
    return null;
  }
}

/**
 * One file of the built page, for the path of a URL (`/` is index.html). Anything that is not a file inside
 * `folder` is a 404; anything but GET and HEAD a 405. The HTML gets a fresh nonce and the policy that names it.
 */
export async function pageAnswer(options: {
  folder: string;
  method: string;
  pathname: string;
  connect?: readonly string[];
  /** The theme the person fixed; the first paint has it already. */
  theme: Settings['theme'];
}): Promise<PageAnswer> {
  if (options.method !== 'GET' && options.method !== 'HEAD') {
    const refusal = textAnswer(405, 'Only GET');
    return { ...refusal, headers: { ...refusal.headers, Allow: 'GET, HEAD' } };
  }
  const file = await confinedPath(options.folder, options.pathname === '/' ? '/index.html' : options.pathname);
  const type = file && TYPES[extname(file)];
  if (!file || !type) return textAnswer(404, 'Not found');
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = new Uint8Array(await readFile(file));
  } catch {
    return textAnswer(404, 'Not found');
  }
  const nonce = randomBytes(16).toString('base64');
  const headers = { 'Content-Type': type, 'Content-Security-Policy': pagePolicy({ nonce, connect: options.connect ?? [] }) };
  if (extname(file) !== '.html') {
    // Files below assets/ carry a hash of their content in their name.
    const lasting = options.pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return answer(200, content, { ...headers, 'Cache-Control': lasting });
  }
  const fixed = options.theme === 'system' ? '' : ` data-theme="${options.theme}"`;
  const html = new TextDecoder().decode(content).replaceAll(NONCE_PLACEHOLDER, nonce).replace('<html lang="en"', `<html lang="en"${fixed}`);
  return answer(200, new TextEncoder().encode(html), { ...headers, 'Cache-Control': 'no-store' });
}
