import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer, WebSocket as WsSocket } from 'ws';
import { createClient } from '../../../renderer/api/create-client.ts';
import { SocketTransport } from '../../../renderer/api/socket-transport.ts';
import type { ClientFrame, NumberedEvent, ServerFrame } from '../../../shared/contract/events.ts';
import { AppError } from '../../../shared/errors.ts';

let server: WebSocketServer;
/** What the server does with a request; null leaves it unanswered. */
let answer: (frame: ClientFrame, socket: WsSocket) => ServerFrame | null;
let received: ClientFrame[];

async function listen(port = 0): Promise<WebSocketServer> {
  const started = new WebSocketServer({ host: '127.0.0.1', port });
  started.on('connection', (socket) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString()) as ClientFrame;
      received.push(frame);
      const reply = answer(frame, socket);
      if (reply) socket.send(JSON.stringify(reply));
    });
  });
  await new Promise((resolve) => started.once('listening', resolve));
  return started;
}

function close(closing: WebSocketServer): Promise<void> {
  for (const socket of closing.clients) socket.terminate();
  return new Promise((resolve) => closing.close(() => resolve()));
}

const portOf = (of: WebSocketServer) => (of.address() as AddressInfo).port;
const open: SocketTransport[] = [];

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).ok;
  } catch {
    return false;
  }
}

function transport(port = portOf(server)): SocketTransport {
  const connect = () => {
    const socket = new WsSocket(`ws://127.0.0.1:${port}/bridge`);
    // A browser only reports the close that follows; without a listener, Node would throw.
    socket.on('error', () => {});
    return socket as unknown as WebSocket;
  };
  const wire = new SocketTransport(connect, () => answers(port));
  open.push(wire);
  return wire;
}

beforeEach(async () => {
  received = [];
  answer = (frame) => ({ id: frame.id, reply: { ok: true, value: frame.input } });
  server = await listen();
});

afterEach(async () => {
  for (const wire of open.splice(0)) wire.close();
  await close(server);
});

function connected(to: SocketTransport): Promise<void> {
  return new Promise((resolve) => {
    const stop = to.onConnection((up) => {
      if (!up) return;
      resolve();
      queueMicrotask(() => stop?.());
    });
  });
}

describe('the wire of the browser shell', () => {
  it('sends what was asked before it was open, and matches answers that come in another order', async () => {
    const held: ServerFrame[] = [];
    answer = (frame, socket) => {
      held.unshift({ id: frame.id, reply: { ok: true, value: frame.method } });
      if (held.length === 2) for (const each of held) socket.send(JSON.stringify(each));
      return null;
    };
    const wire = transport();
    await expect(Promise.all([wire.request('a', {}), wire.request('b', {})])).resolves.toEqual([
      { ok: true, value: 'a' },
      { ok: true, value: 'b' },
    ]);
  });

  it('makes an AppError of a reply that is not ok', async () => {
    const error = new AppError('name_taken', { what: 'category', name: 'x' }).toData();
    answer = (frame) => ({ id: frame.id, reply: { ok: false, error } });
    const failure = createClient(transport()).invoke('categories.create', { name: 'x' });
    await expect(failure).rejects.toBeInstanceOf(AppError);
    await expect(failure).rejects.toMatchObject({ code: 'name_taken', message: 'There is already a category called "x"' });
  });

  it('passes events on', async () => {
    const wire = transport();
    const heard = new Promise<NumberedEvent[]>((resolve) => wire.onEvents(resolve));
    await connected(wire);
    const events: NumberedEvent[] = [{ seq: 1, event: { type: 'categories', categories: [] } }];
    for (const socket of server.clients) socket.send(JSON.stringify({ events }));
    await expect(heard).resolves.toEqual(events);
  });

  it('fails what was sent when the wire breaks, never sends it twice, and comes back', async () => {
    const wire = transport();
    await connected(wire);
    answer = (_, socket) => {
      socket.terminate();
      return null;
    };
    const reply = await wire.request('tools.call', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'connection_lost' } });
    answer = (frame) => ({ id: frame.id, reply: { ok: true, value: null } });
    await connected(wire);
    await expect(wire.request('app.snapshot', {})).resolves.toEqual({ ok: true, value: null });
    expect(received.map(({ method }) => method)).toEqual(['tools.call', 'app.snapshot']);
  });

  it('fails what waits when it is closed, and does not come back', async () => {
    answer = () => null;
    const wire = transport();
    const reply = wire.request('a', {});
    await connected(wire);
    wire.close();
    await expect(reply).resolves.toMatchObject({ ok: false, error: { code: 'connection_lost' } });
  });

  it('tells when it is down and when it is up; what is asked meanwhile fails at once, unsent', async () => {
    const port = portOf(server);
    const wire = transport(port);
    await connected(wire);
    const news: boolean[] = [];
    const down = new Promise<void>((resolve) => {
      wire.onConnection((up) => {
        news.push(up);
        if (!up) resolve();
      });
    });
    await close(server);
    await down;
    const reply = await wire.request('a', 1);
    expect(reply).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    server = await listen(port);
    await connected(wire);
    await expect(wire.request('b', 2)).resolves.toEqual({ ok: true, value: 2 });
    expect(received.map(({ method }) => method)).toEqual(['b']);
    expect(news[0]).toBe(true);
    expect(news.at(-1)).toBe(true);
  });

  it('stops, and says so, when a server is there that refuses the socket', async () => {
    let asked = 0;
    const http = createServer((_, response) => response.end('here'));
    http.on('upgrade', (_, socket) => {
      asked += 1;
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const wire = transport((http.address() as AddressInfo).port);
    await new Promise<void>((resolve) => wire.onRefused(resolve));
    expect(asked).toBe(2);
    await expect(wire.request('a', {})).resolves.toMatchObject({ ok: false, error: { code: 'unreachable' } });
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
});
