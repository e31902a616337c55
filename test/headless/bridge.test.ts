import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Bridge } from '../../electron/core/bridge.ts';
import type { NumberedEvent, ServerFrame } from '../../shared/contract/events.ts';
import type { LogLine } from '../../shared/contract/model.ts';
import { answers, ask, openBridge, startShell } from './support.ts';

/** Asks for an upgrade without the token, gets the refusal and leaves its own half of the connection open. */
async function refusedHalfOpen(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write(
    `GET /bridge HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 401 /);
  return socket;
}

const snapshot = { method: 'app.snapshot', input: {} };

describe('the bridge of the browser shell', () => {
  it('answers requests and pushes events', async () => {
    const { shell } = await startShell();
    const { socket, frame } = await openBridge(shell);
    expect(socket.protocol).toBe(`patchbay.${shell.token}`);
    socket.send(JSON.stringify({ id: 1, ...snapshot }));
    expect(await frame(answers(1))).toMatchObject({
      reply: { ok: true, value: { seq: expect.any(Number), info: { shell: 'browser' }, servers: [] } },
    });
    socket.send(JSON.stringify({ id: 2, method: 'settings.update', input: { theme: 'dark' } }));
    const isSettings = (found: ServerFrame) => 'events' in found && found.events.some(({ event }) => event.type === 'settings');
    expect(await frame(isSettings)).toMatchObject({
      events: expect.arrayContaining([
        { seq: expect.any(Number), event: { type: 'settings', settings: expect.objectContaining({ theme: 'dark' }) } },
      ]),
    });
    expect(await frame(answers(2))).toMatchObject({ reply: { ok: true } });
  });

  it('has a new token for each start, of 32 bytes, in the fragment of its address', async () => {
    const [first, second] = [await startShell(), await startShell()];
    expect(first.shell.token).not.toBe(second.shell.token);
    expect(Buffer.from(first.shell.token, 'base64url')).toHaveLength(32);
    expect(first.shell.url).toBe(`http://127.0.0.1:${first.shell.port}/#token=${first.shell.token}`);
    await expect(openBridge(second.shell, { token: first.shell.token })).rejects.toThrow('HTTP 401');
  });

  it('refuses whoever has no token, or a wrong one', async () => {
    const { shell } = await startShell();
    await expect(openBridge(shell, { token: null })).rejects.toThrow('HTTP 401');
    await expect(openBridge(shell, { token: 'x' })).rejects.toThrow('HTTP 401');
    await expect(openBridge(shell, { token: shell.token.slice(0, -1) })).rejects.toThrow('HTTP 401');
  });

  it('refuses pages of another origin even with the token', async () => {
    const { shell } = await startShell();
    for (const origin of ['http://evil.example', `http://127.0.0.1:${shell.port + 1}`, `https://127.0.0.1:${shell.port}`, 'null']) {
      await expect(openBridge(shell, { origin })).rejects.toThrow('HTTP 403');
    }
  });

  it('refuses a name that was rebound to this machine, its own origin included', async () => {
    const { shell } = await startShell();
    const host = `evil.example:${shell.port}`;
    await expect(openBridge(shell, { host, origin: `http://${host}` })).rejects.toThrow('HTTP 403');
  });

  it('is at one path only', async () => {
    const { shell } = await startShell();
    await expect(openBridge(shell, { path: '/' })).rejects.toThrow('HTTP 404');
  });

  it('answers an unknown method and input of a wrong form with an error', async () => {
    const { shell } = await startShell();
    const { socket, frame } = await openBridge(shell);
    const requests = [
      { method: 'app.format', input: {} },
      { method: '__proto__', input: {} },
      { method: 7, input: {} },
      { method: 'servers.connect', input: { id: 7 } },
      { method: 'servers.connect' },
    ];
    requests.forEach((request, id) => {
      socket.send(JSON.stringify({ id, ...request }));
    });
    for (const id of [0, 1, 2]) expect(await frame(answers(id))).toMatchObject({ reply: { ok: false, error: { code: 'unknown_method' } } });
    for (const id of [3, 4]) expect(await frame(answers(id))).toMatchObject({ reply: { ok: false, error: { code: 'invalid_input' } } });
  });

  it.each([
    ['no JSON', '{"id":1,', 1008],
    ['no request', '[1,2,3]', 1008],
    ['no id', '{"method":"app.snapshot","input":{}}', 1008],
    ['null', 'null', 1008],
    ['binary', Buffer.from([1, 2, 3]), 1003],
  ])('ends a connection that sends %s', async (_name, data, code) => {
    const { shell } = await startShell();
    const { socket, closed } = await openBridge(shell);
    socket.send(data);
    expect(await closed).toBe(code);
  });

  it('ends a connection that sends 50 MB, and goes on serving the others', async () => {
    const { shell } = await startShell();
    const large = await openBridge(shell);
    const other = await openBridge(shell);
    large.socket.on('error', () => {});
    large.socket.send(JSON.stringify({ id: 1, method: 'servers.parse', input: { text: 'x'.repeat(50 * 1024 * 1024) } }));
    expect(await large.closed).toBe(1009);
    other.socket.send(JSON.stringify({ id: 2, ...snapshot }));
    expect(await other.frame(answers(2))).toMatchObject({ reply: { ok: true } });
  });

  it('drops a client that does not read', async () => {
    let push: (events: NumberedEvent[]) => void = () => {};
    let unsubscribed = () => {};
    const dropped = new Promise<void>((resolve) => {
      unsubscribed = resolve;
    });
    const bridge: Bridge = {
      handle: async () => ({ ok: true, value: null }),
      subscribe: (send) => {
        push = send;
        return unsubscribed;
      },
    };
    const { shell } = await startShell({ app: { bridge, settings: { theme: 'system' } }, limits: { maxUnreadBytes: 1024 * 1024 } });
    const { socket } = await openBridge(shell);
    socket.pause();
    const lines: LogLine[] = [{ at: 0, stream: 'stderr', text: 'x'.repeat(1024 * 1024) }];
    // More than the buffers of both sockets hold.
    for (let seq = 1; seq <= 64; seq += 1) push([{ seq, event: { type: 'log', serverId: 'mcp_1', lines } }]);
    await dropped;
  });

  it.each([
    ['larger than it may leave unread', 'x'.repeat(1024 * 1024)],
    ['that has no JSON', 1n],
  ])('drops a client whose answer is one frame %s, and goes on serving the others', async (_name, value) => {
    let push: (events: NumberedEvent[]) => void = () => {};
    const bridge: Bridge = {
      handle: async (method) => ({ ok: true, value: method === 'large' ? value : 'small' }),
      subscribe: (send) => {
        push = send;
        return () => {};
      },
    };
    const { shell } = await startShell({ app: { bridge, settings: { theme: 'system' } }, limits: { maxUnreadBytes: 1024 * 1024 } });
    const asking = await openBridge(shell);
    asking.socket.send(JSON.stringify({ id: 1, method: 'large' }));
    expect(await asking.closed).toBe(1006);
    const listening = await openBridge(shell);
    push([{ seq: 1, event: { type: 'log', serverId: 'mcp_1', lines: [{ at: 0, stream: 'stderr', text: value as string }] } }]);
    expect(await listening.closed).toBe(1006);
    const other = await openBridge(shell);
    other.socket.send(JSON.stringify({ id: 2, method: 'small' }));
    expect(await other.frame(answers(2))).toEqual({ id: 2, reply: { ok: true, value: 'small' } });
  });

  it('drops a client that answers no ping', async () => {
    const { shell } = await startShell({ limits: { heartbeatMs: 50 } });
    const { socket, closed } = await openBridge(shell);
    socket.pong = () => {};
    expect(await closed).toBe(1006);
  });

  it('lets go of a refused client that keeps its half of the connection open', async () => {
    const { shell } = await startShell();
    const refused = await refusedHalfOpen(shell.port);
    await once(refused, 'end');
    // Our own side is still open: only a shell that dropped its socket answers what is sent now with a reset.
    const gone = once(refused, 'error');
    const writing = setInterval(() => refused.write('x'), 10);
    onTestFinished(() => clearInterval(writing));
    expect((await gone)[0]).toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) });
  });

  it('closes although a client keeps its half of a connection open, before and after its request', async () => {
    const { shell } = await startShell();
    await refusedHalfOpen(shell.port);
    const silent = connect({ port: shell.port, host: '127.0.0.1', allowHalfOpen: true });
    silent.on('error', () => {});
    onTestFinished(() => void silent.destroy());
    await once(silent, 'connect');
    await shell.close();
    await expect(ask(shell.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('drops its clients when it closes', async () => {
    const { shell } = await startShell();
    const { closed } = await openBridge(shell);
    await shell.close();
    expect(await closed).toBe(1006);
  });
});
