import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { type App, createApp } from '../../electron/core/app.ts';
import { type BrowserShell, type BrowserShellOptions, startBrowserShell } from '../../electron/headless/browser-shell.ts';
import type { ServerFrame } from '../../shared/contract/events.ts';

const INDEX = '<!doctype html><html lang="en"><script nonce="__CSP_NONCE__"></script><p>page</p>';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A page folder with an index, one asset, and a secret beside the folder to which a link leads. */
export async function pageFolder(): Promise<string> {
  const folder = join(temporaryFolder(), 'page');
  await mkdir(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), INDEX);
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, '..', 'secret.json'), '{"secret":true}');
  writeFileSync(join(folder, 'README'), 'no type');
  if (process.platform !== 'win32') symlinkSync(join('..', 'secret.json'), join(folder, 'link.json'));
  return folder;
}

/** A real core behind a real browser shell, both ended with the test. */
export async function startShell(options: Partial<BrowserShellOptions> = {}): Promise<{ shell: BrowserShell; app: App }> {
  const app = await createApp({ dataFolder: temporaryFolder(), shell: 'browser', version: '0.0.0-test', openExternal: async () => {} });
  const shell = await startBrowserShell({ app, pageFolder: await pageFolder(), ...options });
  onTestFinished(async () => {
    await shell.close();
    await app.shutdown();
  });
  return { shell, app };
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** One HTTP request with the path as it is: unlike fetch, nothing tidies `..` away. */
export function ask(port: number, path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Sends raw bytes and resolves with all that comes back. */
export function askRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

export interface Opened {
  socket: WebSocket;
  /** The next frame that `wanted` accepts, earlier ones included. */
  frame(wanted: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  closed: Promise<number>;
}

/** Opens the bridge; rejects with the HTTP status where it is refused. */
export function openBridge(
  shell: BrowserShell,
  options: { token?: string | null; origin?: string; host?: string; path?: string } = {},
): Promise<Opened> {
  const token = options.token === undefined ? shell.token : options.token;
  const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${options.path ?? '/bridge'}`, token === null ? [] : [`patchbay.${token}`], {
    origin: options.origin ?? `http://127.0.0.1:${shell.port}`,
    headers: options.host ? { Host: options.host } : {},
  });
  const frames: ServerFrame[] = [];
  const waiting: { wanted: (frame: ServerFrame) => boolean; resolve: (frame: ServerFrame) => void }[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString()) as ServerFrame;
    frames.push(frame);
    for (const waiter of waiting.splice(0)) {
      if (waiter.wanted(frame)) waiter.resolve(frame);
      else waiting.push(waiter);
    }
  });
  onTestFinished(() => socket.terminate());
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.on('error', reject);
    socket.once('open', () =>
      resolve({
        socket,
        closed,
        frame: (wanted) =>
          new Promise((found) => {
            const earlier = frames.find(wanted);
            if (earlier) found(earlier);
            else waiting.push({ wanted, resolve: found });
          }),
      }),
    );
  });
}

export const answers = (id: number) => (frame: ServerFrame) => 'id' in frame && frame.id === id;
