import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { SELF_SIGNED } from '../core/connections/fixtures/self-signed.ts';
import { speakLegacy, startWebSocketServer } from '../core/transports/fixtures/websocket-server.ts';
import { createFixtureServer } from '../fixtures/servers/fixture-server.mjs';
import { startFixture } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, fact, openServer, openTab, runEcho } from './support/steps.ts';

/** A server behind a certificate that it signed itself. */
async function startSelfSigned(): Promise<{ url: string; stop: () => void }> {
  const handler = createMcpHandler(() => createFixtureServer('self-signed'));
  const server = createServer(SELF_SIGNED, async (request, response) => {
    const body = request.method === 'POST' ? Readable.toWeb(request) : undefined;
    const answer = await handler.fetch(
      new Request(`https://${request.headers.host}${request.url}`, {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        body: body as unknown as ReadableStream,
        duplex: 'half',
      } as RequestInit),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body === null) response.end();
    else Readable.fromWeb(answer.body as never).pipe(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/mcp`, stop: () => server.close().closeAllConnections() };
}

test('the Network tab says how a server is reached, and keeps what went wrong', async ({ page }) => {
  const server = await startFixture('legacy-http.mjs');
  try {
    await addServer(page, `${server.url}?key=hidden-value`, 'Reached', 'Save and connect', { hasSecret: true });
    await expect(card(page, 'Reached').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await openServer(page, 'Reached');
    await openTab(page, 'Network');
    await expect(fact(page, 'Address')).toHaveText(new RegExp(`^http://127\\.0\\.0\\.1:${server.port}/mcp`));
    await expect(fact(page, 'Address')).not.toContainText('hidden-value');
    await expect(fact(page, 'Transport')).toHaveText('Streamable HTTP');
    await expect(fact(page, 'Certificate')).toHaveText('None: the connection is not encrypted');
    await expect(fact(page, 'Protocol era')).toHaveText('With handshake and session');
    await expect(fact(page, 'Protocol version')).toHaveText('2025-11-25');
    await expect(fact(page, 'Session')).toHaveText(/^[0-9a-f-]{4,}…$/);
    await expect(page.getByText('None since Patchbay was started.')).toBeVisible();
    await server.stop();
    await expect(page.getByText(`Nothing answers at 127.0.0.1:${server.port}`).first()).toBeVisible();
    await expect(page.getByRole('listitem').getByText('ECONNREFUSED').first()).toBeVisible();
    await expect(fact(page, 'Session')).toHaveText('none');
  } finally {
    await server.stop();
  }
});

test('a WebSocket server is added by its address and labelled as outside the specification', async ({ page }) => {
  const server = await startWebSocketServer(speakLegacy);
  try {
    await addServer(page, server.url, 'Socket', 'Save and connect');
    const socket = card(page, 'Socket');
    await expect(socket.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(socket.getByText('WebSocket', { exact: true })).toBeVisible();
    await expect(socket.getByText('outside the specification')).toBeVisible();
    await openServer(page, 'Socket');
    await runEcho(page, 'over a socket');
    await expect(page.getByRole('region', { name: 'Result' }).getByText('over a socket').first()).toBeVisible();
    await openTab(page, 'Network');
    await expect(fact(page, 'Transport')).toHaveText('WebSocket (outside the specification)');
  } finally {
    server.stop();
  }
});

test('a certificate that nobody vouches for is refused in words, then accepted for this server and labelled', async ({ page }) => {
  const server = await startSelfSigned();
  try {
    await addServer(page, server.url, 'Own', 'Save and connect');
    const own = card(page, 'Own');
    await expect(own.getByText(/The secure connection to 127\.0\.0\.1:\d+ failed/)).toBeVisible({ timeout: 30_000 });
    await own.getByRole('button', { name: 'See what to do' }).click();
    const failure = page.getByRole('dialog', { name: 'Own could not connect' });
    await expect(failure.getByText('Trust its certificate: give the file of its authority, or accept any')).toBeVisible();
    await failure.getByRole('button', { name: 'Edit server' }).first().click();

    const form = page.getByRole('dialog', { name: 'Edit Own' });
    await form.getByRole('button', { name: /^Certificate/ }).click();
    await form.getByRole('checkbox', { name: 'Accept any certificate of this server' }).click({ force: true });
    await expect(form.getByRole('note')).toBeVisible();
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(own.getByText('unverified', { exact: true })).toBeVisible();
    await own.getByRole('button', { name: /Connect|Try again/ }).click();
    await expect(own.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await openServer(page, 'Own');
    await expect(page.getByText('unverified certificate')).toBeVisible();
    await runEcho(page, 'over TLS');
    await openTab(page, 'Network');
    await expect(fact(page, 'Certificate')).toHaveText('Not checked: any certificate of this server is accepted');
  } finally {
    server.stop();
  }
});
