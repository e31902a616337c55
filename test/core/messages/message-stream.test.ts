import { describe, expect, it } from 'vitest';
import { takeMessages } from '../../../electron/core/messages/message-stream.ts';
import type { ReceivedMessage } from '../../../electron/core/messages/received.ts';
import { NoMessage, readJsonAnswer } from '../../../electron/core/transports/json-answer.ts';
import { chunked } from './fixtures/chunked.ts';

const MB = 1024 * 1024;

function take(response: Response, limit = 16 * MB) {
  const found = { messages: [] as ReceivedMessage[], noise: [] as string[], failures: [] as string[] };
  const left = takeMessages(response, {
    limit,
    calls: () => [7],
    onMessage: ({ messages, noise }) => {
      found.messages.push(...messages);
      found.noise.push(noise);
      return messages.some(({ message }) => 'result' in message) ? '{"answered":true}' : null;
    },
    onFail: (error) => found.failures.push(error.code),
  });
  return { found, left };
}

const answer = (id: number, result = {}) => JSON.stringify({ jsonrpc: '2.0', id, result });

describe('an event stream', () => {
  it('gives its messages apart, with their size; ids, pauses and other events stay', async () => {
    const stream = `id: 1\nretry: 5000\ndata: ${answer(3)}\n\nevent: endpoint\ndata: /post\n\ndata: {broken\n\n: hi\n\ndata: 7\nid: 2\n\n`;
    const { found, left } = take(chunked(stream.slice(0, 30), stream.slice(30)).response);
    expect(await left.text()).toBe(
      'id: 1\nretry: 5000\ndata: {"answered":true}\n\nevent: endpoint\ndata: /post\n\ndata: \n\nid: 2\ndata: \n\n',
    );
    expect(found.messages).toEqual([{ message: JSON.parse(answer(3)), sizeBytes: answer(3).length, cut: false }]);
    expect(found.noise.filter((each) => each !== '')).toEqual(['{broken', '7']);
  });

  it('is opened again only after a pause, whatever it asks for', async () => {
    expect(await take(chunked('retry: 0\n\n').response).left.text()).toBe('retry: 250\ndata: \n\n');
  });

  it('has a large answer read in the worker, before what comes after it', async () => {
    const large = answer(7, { content: [{ type: 'text', text: 'x'.repeat(3 * MB) }] });
    const half = large.length / 2;
    const { found, left } = take(chunked('data: ', large.slice(0, half), large.slice(half), `\n\ndata: ${answer(8)}\n\n`).response);
    await left.text();
    expect(found.messages.map(({ message, sizeBytes, cut }) => ['id' in message && message.id, sizeBytes, cut])).toEqual([
      [7, large.length, true],
      [8, answer(8).length, false],
    ]);
  });

  it('fails with an event over the limit, and the rest is not read', async () => {
    const { response, seen } = chunked('data: 1\n\n', 'data: 12', '34', '5', '6', '7', '8', '9', '0', 'a', 'b');
    const { found, left } = take(response, 6);
    await expect(left.text()).rejects.toMatchObject({ code: 'too_large' });
    expect([found.failures, seen.cancelled]).toEqual([['too_large'], true]);
  });
});

describe('an answer in JSON', () => {
  const read = (chunks: string[], limit = 16 * MB) => readJsonAnswer(chunked(...chunks).response, limit, () => [7]);

  it('is its messages, also of a list, and none of an empty one', async () => {
    expect(await read([answer(1).slice(0, 9), answer(1).slice(9)])).toMatchObject({ messages: [{ message: JSON.parse(answer(1)) }] });
    expect((await read([`[${answer(1)},${answer(2)}]`])).messages).toHaveLength(2);
    expect((await read([' [] '])).messages).toEqual([]);
  });

  it('that is large is read in the worker', async () => {
    const large = answer(7, { content: [{ type: 'text', text: 'x'.repeat(3 * MB) }] });
    expect((await read([large.slice(0, 100), large.slice(100)])).messages).toMatchObject([{ sizeBytes: large.length, cut: true }]);
  });

  it.each([
    ['nothing', [], 'nothing'],
    ['a half', ['{"jsonrpc":"2.0","id":1,"res'], '{"jsonrpc":"2.0","id":1,"res'],
    ['something else', ['{"hello":"world"}'], '{"hello":"world"}'],
  ])('that is %s is none', async (_, chunks, told) => {
    await expect(read(chunks)).rejects.toThrow(new NoMessage(told));
  });

  it('over the limit fails, and the rest is not read', async () => {
    const { response, seen } = chunked('12345', '67', '8', '9', '0');
    await expect(readJsonAnswer(response, 6, () => [])).rejects.toMatchObject({ code: 'too_large', details: { limit: '0 MB' } });
    expect(seen.cancelled).toBe(true);
  });
});
