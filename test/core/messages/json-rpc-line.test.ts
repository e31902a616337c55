import { describe, expect, it } from 'vitest';
import { readJsonRpcLine } from '../../../electron/core/messages/json-rpc-line.ts';
import { MALFORMED_ANSWER } from '../../../electron/core/messages/json-rpc-message.ts';

const message = { jsonrpc: '2.0', id: 1, result: {} };
const text = JSON.stringify(message);

describe('readJsonRpcLine', () => {
  it.each([
    [text, message, ''],
    [`\uFEFF${text}`, message, ''],
    [`  ${text}  `, message, ''],
    [`loading… ${text}`, message, 'loading… '],
    [`{"level":"info"}${text}`, message, '{"level":"info"}'],
    [`${text} done!`, message, ' done!'],
    [`loading… ${text}\u0000`, message, 'loading… \u0000'],
    [`${text.slice(0, 20)}${text}`, message, text.slice(0, 20)],
    [`${'{"jsonrpc"'.repeat(50)}${text}`, message, '{"jsonrpc"'.repeat(50)],
    [`[${text}]`, message, ''],
    [`[7,${text}]`, message, `[7,${text}]`],
    ['{"jsonrpc":"2.0","id":1,"result":{"a":"}\\"{"}} x', { jsonrpc: '2.0', id: 1, result: { a: '}"{' } }, ' x'],
    ['{"jsonrpc":"2.0","method":"notifications/x","params":null}', { jsonrpc: '2.0', method: 'notifications/x' }, ''],
    ['{"jsonrpc":"2.0","id":1,"result":{"_meta":null},"more":1}', message, ''],
    [
      '{"jsonrpc":"2.0","id":1,"result":null,"error":{"code":1,"message":"m"}}',
      { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'm' } },
      '',
    ],
    ['{"jsonrpc":"2.0","method":"notifications/x"}', { jsonrpc: '2.0', method: 'notifications/x' }, ''],
    ['{"jsonrpc":"2.0","id":"a","error":{"code":1,"message":"m"}}', { jsonrpc: '2.0', id: 'a', error: { code: 1, message: 'm' } }, ''],
    ['{"jsonrpc":"2.0","id":1,"error":null,"result":{}}', message, ''],
  ])('reads the message of %j', (line, expected, noise) => {
    const { messages, noise: rest } = readJsonRpcLine(line);
    expect([messages.map((each) => each.message), rest]).toEqual([[expected], noise]);
  });

  it.each([
    'hello',
    '',
    '{}',
    'null',
    '7',
    '[]',
    '{"level":"info"}',
    '{"jsonrpc":"1.0","id":1,"result":{}}',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","method":5}',
    text.slice(0, -1),
    `{"level":"debug","sent":${text}}`,
    '{"jsonrpc":"2.0","id":1.5,"result":{}}',
    '{"jsonrpc":"2.0","id":null,"result":{}}',
  ])('takes %j as noise', (line) => {
    expect(readJsonRpcLine(line)).toEqual({ messages: [], noise: line });
  });

  it.each([
    [`[${text},${text}]`, ''],
    [`${text}${text}`, ''],
    [`${text} and ${text} too`, ' and  too'],
  ])('reads both messages of %j', (line, noise) => {
    expect(readJsonRpcLine(line)).toEqual({
      messages: [
        { message, json: text },
        { message, json: text },
      ],
      noise,
    });
  });

  it.each([
    ['{"jsonrpc":"2.0","id":1}', '{"jsonrpc":"2.0","id":1}'],
    ['{"jsonrpc":"2.0","id":1,"result":5}', '{"jsonrpc":"2.0","id":1,"result":5}'],
    ['{"jsonrpc":"2.0","id":1,"result":[]}', '{"jsonrpc":"2.0","id":1,"result":[]}'],
    ['{"jsonrpc":"2.0","id":1,"error":null}', '{"jsonrpc":"2.0","id":1,"error":null}'],
    ['{"jsonrpc":"2.0","id":1,"error":"No more credit"}', 'No more credit'],
    ['{"jsonrpc":"2.0","id":1,"error":{"message":"No more credit"}}', 'No more credit'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":1.5,"message":"No more credit"}}', 'No more credit'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":1}}', '{"jsonrpc":"2.0","id":1,"error":{"code":1}}'],
    ['{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"both"}}', 'both'],
  ])('makes the malformed answer %j an error that ends its request, and shows it', (line, words) => {
    const answer = { jsonrpc: '2.0', id: 1, error: { code: MALFORMED_ANSWER, message: words } };
    expect(readJsonRpcLine(line)).toEqual({ messages: [{ message: answer, json: line }], noise: line });
  });

  it('reads a batch that is too deep to be written out again', () => {
    const depth = 100_000;
    const line = `[{"jsonrpc":"2.0","id":1,"result":{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}}]`;
    const { messages, noise } = readJsonRpcLine(line);
    expect([messages.length, messages[0]?.json === line, noise]).toEqual([1, true, '']);
  });

  it('does not search a long line for ever', () => {
    const line = '{"jsonrpc"'.repeat(400_000);
    expect(readJsonRpcLine(line)).toEqual({ messages: [], noise: line });
  });
});
