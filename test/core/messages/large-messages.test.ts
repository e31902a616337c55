import { describe, expect, it } from 'vitest';
import { openLargeMessage, parseLargeMessage, validateLargeOutput } from '../../../electron/core/messages/large-messages.ts';
import { wholeOf, wholeResult } from '../../../electron/core/messages/whole-result.ts';

type Result = Record<string, unknown>;

/** As a pipe would deliver it: 64 KB pieces, each with memory of its own. */
function pieces(text: string): Uint8Array[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, n) => new Uint8Array(bytes.subarray(n * 65_536, (n + 1) * 65_536)));
}

const answer = (result: Result, id: number | string = 7) => ({ result, jsonrpc: '2.0', id });

async function read(text: string, calls: (number | string)[] = [7]) {
  const { messages, noise } = await parseLargeMessage(pieces(text), calls);
  const { message, sizeBytes, cut } = messages[0] ?? { message: null, sizeBytes: null, cut: null };
  return { messages, noise, message, sizeBytes, cut, result: message && 'result' in message ? (message.result as Result) : null };
}

const rows = (count: number, name: string) => Array.from({ length: count }, (_, n) => ({ id: n, name: `${name} ${n}` }));

describe('a large answer to a call', () => {
  it.each([
    ['ASCII', 'row'],
    ['Latin', 'Größe'],
    ['any script', '行🎉'],
  ])('comes as a preview that knows all of it (%s)', async (_, name) => {
    const result = {
      content: [{ type: 'text', text: name.repeat(300_000) }],
      structuredContent: { rows: rows(50_000, name) },
      isError: true,
    };
    const text = JSON.stringify(answer(result));
    const reading = await read(text);
    expect(reading).toMatchObject({ cut: true, noise: '', sizeBytes: Buffer.byteLength(text) });
    expect(reading.message).toMatchObject({ jsonrpc: '2.0', id: 7 });
    const preview = reading.result!;
    expect(JSON.stringify(preview).length).toBeLessThan(4_500_000);
    expect(preview).toMatchObject({ isError: true });
    const whole = wholeOf({ ...preview })!;
    expect(whole.slice(0)).toBe(JSON.stringify(result));
    expect(whole.length).toBe(JSON.stringify(result).length);
    expect(whole.bytes.sizeBytes).toBe(Buffer.byteLength(JSON.stringify(result)));
    expect(whole.slice(1_000_000, 1_000_020)).toBe(JSON.stringify(result).slice(1_000_000, 1_000_020));
    expect(whole.slice(whole.length - 5, whole.length + 100)).toBe(JSON.stringify(result).slice(-5));
    expect([whole.slice(whole.length), whole.slice(whole.length + 10)]).toEqual(['', '']);
    expect(wholeResult(preview)).toEqual(result);
  });

  it('keeps what decides about the run, however late it comes', async () => {
    const many = Object.fromEntries(rows(2_000, 'x'.repeat(600)).map(({ name }) => [name, 1]));
    const { result } = await read(JSON.stringify(answer({ content: [], ...many, isError: true, resultType: 'complete' })));
    expect(result).toMatchObject({ isError: true, resultType: 'complete' });
  });

  it('is taken as the server wrote it: spaces, noise before it, a repeated key', async () => {
    const result = { content: [{ type: 'text', text: 'é'.repeat(700_000) }] };
    const text = ` noise ${'é'.repeat(70_000)}{"jsonrpc": "2.0", "result": {"content": []}, "result": ${JSON.stringify(result)} , "id": 7} \r`;
    const reading = await read(text);
    expect(reading.noise.length).toBe(65_536);
    expect(wholeResult(reading.result!)).toEqual(result);
    const bom = await read(`\uFEFF${JSON.stringify(answer(result))}`);
    expect([bom.cut, wholeResult(bom.result!)]).toEqual([true, result]);
  });

  it('is found in a batch, and beside others on its line', async () => {
    const result = (id: number) => ({ content: [{ type: 'text', text: String(id).repeat(700_000) }] });
    const [one, two] = [JSON.stringify(answer(result(1), 1)), JSON.stringify(answer(result(2), 2))];
    for (const text of [`[${one},${two}]`, `${one}${two}`, `${one} and ${two.replace('{', '{"jsonrpc":"2.0",')}!`]) {
      const { messages } = await read(text, [1, 2]);
      expect(messages.map(({ cut }) => cut)).toEqual([true, true]);
      expect(messages.map(({ message }) => 'result' in message && wholeResult(message.result))).toEqual([result(1), result(2)]);
    }
    expect(wholeResult((await read(`[${one}]`, [1])).result!)).toEqual(result(1));
  });

  it('is checked against the output schema without the whole of it here', async () => {
    const reading = await read(JSON.stringify(answer({ content: [], structuredContent: { rows: rows(1_000, 'x'.repeat(2_000)) } })));
    const whole = wholeOf(reading.result!)!;
    const schema = (type: string) => ({
      type: 'object',
      properties: { rows: { type: 'array', items: { type: 'object', properties: { id: { type } } } } },
    });
    expect(await validateLargeOutput(schema('number'), whole)).toBeNull();
    expect(await validateLargeOutput(schema('string'), whole)).toContain('/rows/0/id');
  });
});

describe('another large message', () => {
  it.each<[string, Result, (number | string)[]]>([
    ['an answer to another request', answer({ tools: rows(40_000, 'tool') }), [8]],
    ['a question of a call', answer({ resultType: 'input_required', inputRequests: { rows: rows(40_000, 'q') } }), [7]],
    ['a notification', { jsonrpc: '2.0', method: 'notifications/message', params: { data: rows(40_000, 'log') } }, [7]],
    ['an error', { jsonrpc: '2.0', id: 7, error: { code: 1, message: 'x'.repeat(2_000_000) } }, [7]],
  ])('is whole: %s', async (_, message, calls) => {
    const reading = await read(JSON.stringify(message), calls);
    expect(reading.message).toEqual(message);
    expect(reading.cut).toBe(false);
    if (reading.result) expect(wholeOf(reading.result)).toBeNull();
  });

  it('that is none is noise, of which the beginning is kept', async () => {
    const reading = await read('x'.repeat(3_000_000));
    expect([reading.messages, reading.noise.length]).toEqual([[], 65_536]);
  });

  it('nested beyond reason does no harm', async () => {
    const depth = 700_000;
    const reading = await read(`{"jsonrpc":"2.0","id":7,"result":{"content":[],"x":${'['.repeat(depth)}${']'.repeat(depth)}}}`);
    expect(reading.result).toMatchObject({ content: [] });
    expect(wholeOf(reading.result!)?.length).toBe(depth * 2 + 19);
  });
});

it('takes several messages at once, and forgets what is dropped', async () => {
  const texts = [1, 2, 3].map((id) => JSON.stringify(answer({ content: [{ type: 'text', text: String(id).repeat(1_500_000) }] }, id)));
  const inputs = texts.map((text) => ({ input: openLargeMessage(), chunks: pieces(text) }));
  const dropped = openLargeMessage();
  for (let n = 0; n < 30; n += 1) {
    dropped.push(new Uint8Array(10));
    for (const { input, chunks } of inputs) for (const chunk of chunks.slice(n, n + 1)) input.push(chunk);
  }
  dropped.drop();
  const readings = await Promise.all(inputs.map(({ input }) => input.end([1, 2, 3])));
  expect(readings.map(({ messages }) => messages.map(({ message }) => 'result' in message && message.id))).toEqual([[1], [2], [3]]);
});
