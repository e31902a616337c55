import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Reply } from '../../shared/contract/events.ts';
import { type ServerDefinition, storedServer } from '../../shared/contract/model.ts';
import { startManyTools } from './many-tools-server.ts';
import type { Row } from './report.ts';
import { launchPatchbay } from './start-up.ts';
import { median, quantile } from './statistics.ts';

const SERVERS = 200;
const TOOLS_EACH = 50;
const SEARCHES = ['i', 'in', 'inv', 'invo', 'c', 'cr', 'create', 'create t', 'merge branch', 'x', 'report 17', 'search 199 4'];

type Invoke = { patchbay: { invoke(method: string, input: unknown): Promise<Reply<Record<string, unknown>>> } };

/** Seeds a data folder with servers that all live in one process. */
function seed(home: string, url: (server: number) => string): void {
  const servers: ServerDefinition[] = Array.from({ length: SERVERS }, (_, n) => ({
    ...storedServer.parse({ name: `Server ${n}`, categoryId: `ctg_${n % 8}`, transport: { kind: 'remote', url: url(n), mode: 'http' } }),
    id: `mcp_${n}`,
    enabled: true,
    createdAt: 0,
    updatedAt: 0,
  }));
  const categories = Array.from({ length: 8 }, (_, n) => ({
    id: `ctg_${n}`,
    name: `Category ${n}`,
    icon: '📁',
    color: 'blue',
    description: '',
  }));
  writeFileSync(join(home, 'servers.json'), JSON.stringify({ version: 1, servers, categories }));
}

/** Median ms of one call of the sample server's `echo`, from the page and back to it. */
export async function callsFromPage(page: Page, invoke: 'ipc' | 'websocket'): Promise<number> {
  const times = await page.evaluate(async (wire) => {
    const viaIpc = (method: string, input: unknown) => (window as unknown as Invoke).patchbay.invoke(method, input);
    const openSocket = async () => {
      const token = sessionStorage.getItem('patchbay.token') ?? '';
      const socket = new WebSocket(`ws://${location.host}/bridge`, [`patchbay.${token}`]);
      await new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = reject;
      });
      const waiting = new Map<number, (reply: Reply<Record<string, unknown>>) => void>();
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(String(data)) as { id?: number; reply?: Reply<Record<string, unknown>> };
        if (frame.id !== undefined && frame.reply) waiting.get(frame.id)?.(frame.reply);
      };
      let id = 0;
      return (method: string, input: unknown) =>
        new Promise<Reply<Record<string, unknown>>>((resolve) => {
          id += 1;
          waiting.set(id, resolve);
          socket.send(JSON.stringify({ id, method, input }));
        });
    };
    const call = wire === 'ipc' ? viaIpc : await openSocket();
    const value = async (method: string, input: unknown) => {
      const reply = await call(method, input);
      if (!reply.ok) throw new Error(JSON.stringify(reply.error));
      return reply.value;
    };
    const sample = await value('servers.addSample', {});
    await value('servers.connect', { id: sample.id });
    const measured: number[] = [];
    for (let n = 0; n < 220; n += 1) {
      const start = performance.now();
      await value('tools.call', { callId: `${wire}-${n}-${start}`, serverId: sample.id, name: 'echo', args: { message: 'hi' } });
      if (n >= 20) measured.push(performance.now() - start);
    }
    return measured;
  }, invoke);
  return median(times);
}

async function searchTimes(page: Page): Promise<number[]> {
  await page.getByRole('link', { name: 'Tools' }).click();
  const search = page.getByRole('searchbox').first();
  await search.waitFor();
  return search.evaluate(async (element, words) => {
    const input = element as HTMLInputElement;
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const painted = () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0)));
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (const word of words) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        const start = performance.now();
        setValue?.call(input, word);
        input.dispatchEvent(new Event('input', { bubbles: true }));
        times.push((await painted()) - start);
      }
    }
    return times;
  }, SEARCHES);
}

/** 200 connected servers with 10,000 tools in a real window: first paint of the page, search, and a call over ipc. */
export async function benchWindow(root: string): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const many = await startManyTools(TOOLS_EACH);
  seed(home, many.url);
  const { app, page } = await launchPatchbay(root, home);
  try {
    await page.getByRole('button', { name: 'Connect all' }).click();
    await page.getByText(`${SERVERS} of ${SERVERS} connected`).waitFor({ timeout: 120_000 });
    const paints: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.reload();
      await page.getByText('Server 0', { exact: true }).first().waitFor();
      paints.push(
        await page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
                type: 'largest-contentful-paint',
                buffered: true,
              });
            }),
        ),
      );
    }
    const search = await searchTimes(page);
    const ipc = await callsFromPage(page, 'ipc');
    return [
      { name: `${SERVERS} servers, ${SERVERS * TOOLS_EACH} tools: reload to the painted page (median)`, value: median(paints), unit: 'ms' },
      {
        name: 'search key to the painted list (p95)',
        value: quantile(search, 0.95),
        unit: 'ms',
        aim: 50,
        note: `median ${median(search).toFixed(1)} ms`,
      },
      { name: 'tools/call from the page and back over Electron ipc (median)', value: ipc, unit: 'ms' },
    ];
  } finally {
    await app.close();
    many.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
