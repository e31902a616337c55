import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, describe, expect, it } from 'vitest';
import { bundledCode } from '../../../build/bundled-code.mjs';
import { expandHome } from '../../../electron/core/runtime/process-environment.ts';
import { StdioTransport, type StdioTransportOptions } from '../../../electron/core/transports/stdio-transport.ts';
import { runs, until } from '../connections/fixtures/harness.ts';

const transports: StdioTransport[] = [];
afterEach(() => Promise.all(transports.splice(0).map((transport) => transport.kill())));

function node(script: string, options: Partial<StdioTransportOptions> = {}): StdioTransport {
  const config = { kind: 'stdio' as const, command: process.execPath, args: ['-e', script], env: {}, cwd: null };
  const transport = new StdioTransport(config, { now: () => 42, onOutput: () => {}, ...options });
  transports.push(transport);
  return transport;
}

const request = { jsonrpc: '2.0' as const, id: 1, method: 'echo', params: {} };

describe('StdioTransport', () => {
  it('looks like stdio to the SDK, which then probes in place', () => {
    const transport = node('');
    expect('pid' in transport && 'stderr' in transport).toBe(true);
  });

  it('fails a send that waits while the process dies under a full pipe', async () => {
    const transport = node('setTimeout(() => process.exit(5), 200); setInterval(() => {}, 1000)');
    await transport.start();
    const big = { ...request, params: { text: 'x'.repeat(5_000_000) } };
    await expect(transport.send(big)).rejects.toBeInstanceOf(Error);
    expect(transport.exitUnasked).toEqual({ code: 5, signal: null, at: 42 });
    await expect(transport.send(request)).rejects.toMatchObject({ code: 'connection_lost' });
  });

  it('ends on a message over the limit, with the reason', async () => {
    const transport = node('process.stdout.write("x".repeat(3_000_000)); setInterval(() => {}, 1000)', { messageLimit: 2 * 1024 * 1024 });
    const closed = new Promise<void>((resolve) => {
      transport.onclose = resolve;
    });
    await transport.start();
    await closed;
    expect(transport.failure).toMatchObject({ code: 'too_large', details: { limit: '2 MB' } });
    await transport.close();
    expect(runs(transport.pid ?? 0)).toBe(false);
  });

  it('keeps an answer behind the progress that came with it', async () => {
    const transport = node(
      'process.stdout.write(`{"jsonrpc":"2.0","method":"a"}\\n{"jsonrpc":"2.0","id":1,"result":{}}\\n`); setInterval(() => {}, 1000)',
    );
    const order: string[] = [];
    transport.onmessage = (message) => {
      if ('method' in message) void Promise.resolve().then(() => order.push('progress'));
      else order.push('answer');
    };
    await transport.start();
    await until(() => order.length === 2, 'both messages');
    expect(order).toEqual(['progress', 'answer']);
  });

  it('is lost when the process closes its output and lives on, but hears first what was written', async () => {
    const script = `
      const { closeSync, writeSync } = require('node:fs');
      const text = '{"jsonrpc":"2.0","id":1,"result":{"text":"' + 'x'.repeat(2_000_000) + '"}}\\n';
      for (let at = 0; at < text.length; ) try { at += writeSync(1, text.slice(at)); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
      closeSync(1);
      setInterval(() => {}, 1000);`;
    const transport = node(script);
    const heard: unknown[] = [];
    transport.onmessage = (message) => heard.push('id' in message && message.id);
    const closed = new Promise<void>((resolve) => {
      transport.onclose = resolve;
    });
    await transport.start();
    await closed;
    expect(heard).toEqual([1]);
    expect(transport.failure).toMatchObject({ code: 'connection_lost', technical: 'The server closed its output' });
    await transport.close();
    expect(runs(transport.pid ?? 0)).toBe(false);
  });

  it('takes a request that only clients send for an echo, unless the server tells of other things as well', async () => {
    const request = '{"jsonrpc":"2.0","id":0,"method":"initialize"}';
    const write = (text: string) => node(`process.stdout.write(${JSON.stringify(text)}); setInterval(() => {}, 1000)`);
    const echo = write(`${request}\n`);
    await echo.start();
    await until(() => echo.failure !== null, 'the end');
    expect(echo.failure).toMatchObject({ code: 'not_mcp' });
    const talkative = write(`received ${request} just now\n{"jsonrpc":"2.0","method":"a"}\n`);
    const heard: unknown[] = [];
    talkative.onmessage = (message) => heard.push(message);
    await talkative.start();
    await until(() => heard.length > 0, 'a message');
    expect([heard, talkative.failure]).toEqual([[{ jsonrpc: '2.0', method: 'a' }], null]);
  });

  it('tells an exit that was asked for from one that was not', async () => {
    const asked = node('process.stdin.resume()');
    await asked.start();
    await asked.close();
    expect([asked.exit, asked.exitUnasked]).toEqual([{ code: 0, signal: null, at: 42 }, null]);
    const killed = node("process.kill(process.pid, 'SIGKILL')");
    const closed = new Promise<void>((resolve) => {
      killed.onclose = resolve;
    });
    await killed.start();
    await closed;
    expect(killed.exitUnasked).toEqual({ code: null, signal: 'SIGKILL', at: 42 });
  });

  it.each([
    ['ends with its input', 'process.stdin.resume()'],
    ['has to be killed', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"],
  ])('ends what left the group of a process that %s', async (_, last) => {
    const deaf = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60000); process.send('deaf')";
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}], {
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      child.once('message', () => {
        child.disconnect();
        child.unref();
        console.log('child ' + child.pid);
      });
      ${last}`;
    const lines: string[] = [];
    const transport = node(script, { grace: { stdin: 300, term: 200, kill: 2_000 }, onOutput: (_, text) => lines.push(text) });
    await transport.start();
    await until(() => lines.length > 0, 'a child');
    const child = Number(lines[0]?.split(' ')[1]);
    expect(runs(child)).toBe(true);
    await transport.close();
    expect([runs(child), runs(transport.pid ?? 0)]).toEqual([false, false]);
  });

  it.runIf(process.platform === 'linux')('leaves the browser that was opened for a person', async () => {
    const opener = join(mkdtempSync(join(tmpdir(), 'patchbay-opener-')), 'xdg-open');
    writeFileSync(opener, '#!/bin/sh\nsleep 60 & echo $!\nwait\n', { mode: 0o755 });
    const script = `
      const opener = require('node:child_process').spawn(${JSON.stringify(opener)}, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
      opener.stdout.on('data', (browser) => console.log(opener.pid + ' ' + String(browser).trim()));`;
    const lines: string[] = [];
    const transport = node(script, { grace: { stdin: 300, term: 200, kill: 2_000 }, onOutput: (_, text) => lines.push(text) });
    await transport.start();
    await until(() => lines.length > 0, 'a browser');
    const [group, browser] = lines[0]?.split(' ').map(Number) ?? [];
    await transport.close();
    expect([runs(transport.pid ?? 0), runs(browser ?? 0)]).toEqual([false, true]);
    process.kill(-(group ?? 0), 'SIGKILL');
  });

  it('closes once, before it was started and after', async () => {
    const transport = node('');
    let closed = 0;
    transport.onclose = () => {
      closed += 1;
    };
    await Promise.all([transport.close(), transport.close()]);
    expect(closed).toBe(1);
    await expect(transport.start()).rejects.toMatchObject({ code: 'cancelled' });
    expect(transport.pid).toBeNull();
  });
});

it('stdin, stdout and stderr do not wait for each other', async () => {
  // Writes as programs in other languages do: each write waits until there is room, and nothing is read meanwhile.
  const script = `
    const { writeSync } = require('node:fs');
    const write = (to, text) => { for (let at = 0; at < text.length; ) try { at += writeSync(to, text.slice(at)); } catch (error) { if (error.code !== 'EAGAIN') throw error; } };
    const trouble = 'trouble '.repeat(1_000) + '\\n';
    let heard = 0;
    process.stdin.on('data', (chunk) => {
      for (let n = 0; n < 50; n += 1) write(2, trouble);
      heard += chunk.toString().split('\\n').length - 1;
      write(1, JSON.stringify({ jsonrpc: '2.0', method: 'heard', params: { heard, more: 'x'.repeat(200_000) } }) + '\\n');
    });`;
  let lines = 0;
  let heard = 0;
  const transport = node(script, {
    onOutput: () => {
      lines += 1;
    },
  });
  transport.onmessage = (message) => {
    if ('method' in message) heard = Number((message.params as { heard: number }).heard);
  };
  await transport.start();
  const big = { ...request, params: { text: 'x'.repeat(300_000) } };
  await Promise.all(Array.from({ length: 30 }, () => transport.send(big)));
  await until(() => heard === 30, 'all that was sent');
  expect(lines).toBeGreaterThan(1_000);
});

describe('a server that asks', () => {
  const answerAll = (transport: StdioTransport) => {
    const answered = { count: 0 };
    transport.onmessage = (message) => {
      if (!('method' in message && 'id' in message)) return;
      answered.count += 1;
      transport.send({ jsonrpc: '2.0', id: message.id, result: {} }).catch(() => {});
    };
    return answered;
  };

  it('without end and never reads the answers is given up', async () => {
    const flood = `
      const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}\\n';
      const more = () => { while (process.stdout.write(ping)); };
      process.stdout.on('drain', more);
      more();`;
    const transport = node(flood, { backlogLimit: 3 * 1024 * 1024 });
    const answered = answerAll(transport);
    const closed = new Promise<void>((resolve) => {
      transport.onclose = resolve;
    });
    await transport.start();
    await closed;
    expect(transport.failure).toMatchObject({ code: 'connection_lost', technical: 'The server does not read what is sent to it' });
    expect(answered.count).toBeLessThan(20_000);
    await transport.close();
    expect(runs(transport.pid ?? 0)).toBe(false);
  });

  it('much before it reads gets every answer', async () => {
    const count = 12_000;
    const script = `
      const { writeSync } = require('node:fs');
      const write = (text) => { for (let at = 0; at < text.length; ) try { at += writeSync(1, text.slice(at)); } catch (error) { if (error.code !== 'EAGAIN') throw error; } };
      for (let n = 0; n < ${count}; n += 1) write('{"jsonrpc":"2.0","id":' + n + ',"method":"ping"}\\n');
      let heard = 0;
      require('node:readline').createInterface({ input: process.stdin }).on('line', () => {
        heard += 1;
        if (heard === ${count}) write('{"jsonrpc":"2.0","method":"all heard"}\\n');
      });`;
    const transport = node(script);
    const answered = answerAll(transport);
    const answer = transport.onmessage;
    let done = false;
    transport.onmessage = (message) => {
      if ('method' in message && message.method === 'all heard') done = true;
      else answer?.(message);
    };
    await transport.start();
    await until(() => done, 'all answers');
    expect(answered.count).toBe(count);
  });
});

describe('an abrupt quit', () => {
  it('kills what still runs when the process exits', async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'patchbay-quits-'));
    const entry = fileURLToPath(new URL('./fixtures/quits.ts', import.meta.url));
    await build({
      configFile: false,
      logLevel: 'silent',
      plugins: [bundledCode()],
      ssr: { noExternal: true },
      build: { ssr: entry, outDir, rollupOptions: { output: { entryFileNames: 'quits.mjs' } } },
    });
    const child = spawn(process.execPath, [join(outDir, 'quits.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    await once(child, 'close');
    const pids = output.trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await until(() => !pids.some(runs), 'the end of both');
  });
});

describe('expandHome', () => {
  it.each([
    ['~', '/home/ada'],
    ['~/mcp', '/home/ada/mcp'],
    ['~ada/mcp', '~ada/mcp'],
    ['/opt/~', '/opt/~'],
    ['', ''],
  ])('%j is %j', (path, expected) => {
    expect(expandHome(path, '/home/ada')).toBe(expected);
  });
});
