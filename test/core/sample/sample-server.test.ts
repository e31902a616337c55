import { Client } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, test } from 'vitest';
import { createSampleTransport } from '../../../electron/core/sample/sample-server.ts';

type Mode = 'auto' | 'legacy';
const open: Client[] = [];

async function connect(mode: Mode = 'auto'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  open.push(client);
  await client.connect(createSampleTransport());
  return client;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function call(name: string, args: Record<string, unknown> = {}) {
  return (await connect()).callTool({ name, arguments: args });
}

describe.each([
  ['auto', '2026-07-28'],
  ['legacy', '2025-11-25'],
] as const)('%s', (mode, version) => {
  test('negotiates, lists and calls', async () => {
    const client = await connect(mode);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(client.getServerVersion()).toMatchObject({ name: 'patchbay-sample', title: 'Sample server' });
    expect(client.getInstructions()).toContain('Welcome');
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual([
      'echo',
      'add',
      'fail',
      'crash',
      'delete_everything',
      'all_fields',
      'countdown',
      'slow',
      'show_markdown',
      'show_image',
      'show_audio',
      'link_resource',
      'embed_resource',
      'table',
      'big_result',
    ]);
    expect(tools.filter((tool) => tool.annotations?.destructiveHint).map((tool) => tool.name)).toEqual(['delete_everything']);
    expect((await client.callTool({ name: 'echo', arguments: { message: 'hi' } })).content).toEqual([{ type: 'text', text: 'hi' }]);
    const { resources } = await client.listResources();
    for (const { uri } of resources) expect((await client.readResource({ uri })).contents).toHaveLength(1);
    await expect(client.readResource({ uri: 'sample://nothing' })).rejects.toThrow('no resource');
  });

  test('progress', async () => {
    const client = await connect(mode);
    const seen: number[] = [];
    const result = await client.callTool(
      { name: 'countdown', arguments: { seconds: 1 } },
      { onprogress: ({ progress }) => seen.push(progress) },
    );
    expect(seen).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(result.isError).toBeUndefined();
  });

  test('cancelling a slow call', async () => {
    const client = await connect(mode);
    const abort = new AbortController();
    const running = client.callTool({ name: 'slow', arguments: { seconds: 600 } }, { signal: abort.signal });
    setTimeout(() => abort.abort('enough'), 20);
    await expect(running).rejects.toThrow();
    expect((await client.callTool({ name: 'slow', arguments: { seconds: 0 } })).isError).toBeUndefined();
  });

  test('a protocol error, a tool error and an unknown tool', async () => {
    const client = await connect(mode);
    await expect(client.callTool({ name: 'crash', arguments: {} })).rejects.toMatchObject({ code: -32603 });
    await expect(client.callTool({ name: 'nope', arguments: {} })).rejects.toMatchObject({ code: -32602 });
    expect(await client.callTool({ name: 'fail', arguments: {} })).toMatchObject({
      isError: true,
      content: [{ text: 'The printer is out of paper.' }],
    });
  });
});

test('arguments that do not fit are explained by the tool', async () => {
  const result = await call('add', { a: 'one' });
  expect(result.isError).toBe(true);
  const [block] = result.content as { text: string }[];
  expect(block!.text).toMatch(/b/);
  expect(block!.text).toContain('/a');
});

test('every kind of field arrives as it was sent', async () => {
  const args = {
    name: 'Ada',
    notes: 'two\nlines',
    code: '10115',
    email: 'ada@example.com',
    website: 'https://example.com',
    birthday: '1815-12-10',
    reminder: '2026-11-21T10:00:00Z',
    seats: 3,
    budget: 1.5,
    newsletter: false,
    size: 'large',
    priority: 3,
    colours: ['red', 'blue'],
    nickname: null,
    tags: ['a'],
    guests: [{ name: 'Bob', age: 5 }],
    home: { city: 'Kyoto', country: 'Japan' },
    work: { city: 'Lima' },
    payment: { method: 'card', number: '4111 1111 1111 1111' },
    labels: { floor: '3' },
    anything: [1, { deep: null }],
  };
  expect((await call('all_fields', args)).structuredContent).toEqual({ received: args });
  for (const wrong of [
    { ...args, seats: 11 },
    { ...args, payment: { method: 'barter' } },
    { ...args, home: {} },
    {},
    { ...args, extra: 1 },
  ]) {
    expect((await call('all_fields', wrong)).isError).toBe(true);
  }
  const [partly] = (await call('all_fields', { name: 'Ada' })).content as { text: string }[];
  expect(partly!.text).toContain('**1** of 21');
});

test('add, table and big_result', async () => {
  expect((await call('add', { a: 2, b: 0.5 })).structuredContent).toEqual({ sum: 2.5 });
  const { rows } = (await call('table', { rows: 20 })).structuredContent as { rows: { city: string }[] };
  expect(new Set(rows.map((row) => row.city)).size).toBe(20);
  const [lines] = (await call('big_result', { kilobytes: 1_000 })).content as { text: string }[];
  expect(Math.abs(lines!.text.length - 1_024_000)).toBeLessThan(200);
  const [json] = (await call('big_result', { kilobytes: 10, format: 'json' })).content as { text: string }[];
  expect(JSON.parse(json!.text)).toHaveLength(Math.floor(10_240 / (JSON.stringify(JSON.parse(json!.text)[0]).length + 1)));
});

test('pictures, sounds, links and embedded resources', async () => {
  const [image] = (await call('show_image')).content as { data: string }[];
  const png = Buffer.from(image!.data, 'base64');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([480, 270]);
  const [audio] = (await call('show_audio')).content as { data: string }[];
  const wav = Buffer.from(audio!.data, 'base64');
  expect([wav.subarray(0, 4).toString(), wav.readUInt32LE(4)]).toEqual(['RIFF', wav.length - 8]);
  expect((await call('show_markdown')).content).toHaveLength(1);
  expect((await call('link_resource')).content.map((block) => block.type)).toEqual(['text', 'resource_link', 'resource_link']);
  expect((await call('embed_resource')).content.map((block) => block.type)).toEqual(['resource', 'resource']);
  expect((await call('delete_everything', { confirm: true })).content).toMatchObject([
    { text: expect.stringContaining('nothing was deleted') },
  ]);
});

test('closing ends a call in flight and may come before the server is loaded', async () => {
  const client = await connect();
  const running = client.callTool({ name: 'slow', arguments: { seconds: 600 } });
  await Promise.all([expect(running).rejects.toThrow(), client.close()]);
  const transport = createSampleTransport();
  let closed = false;
  transport.onclose = () => {
    closed = true;
  };
  await transport.start();
  await transport.close();
  expect(closed).toBe(true);
});
