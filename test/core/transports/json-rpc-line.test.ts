import { describe, expect, it } from 'vitest';
import { readJsonRpcLine } from '../../../electron/core/transports/json-rpc-line.ts';

const message = { jsonrpc: '2.0', id: 1, result: {} };
const text = JSON.stringify(message);

describe('readJsonRpcLine', () => {
  it.each([
    [text, message, ''],
    [`\uFEFF${text}`, message, ''],
    [`  ${text}  `, message, ''],
    [`loading… ${text}`, message, 'loading… '],
    [`{"level":"info"}${text}`, message, '{"level":"info"}'],
    ['{"jsonrpc":"2.0","method":"notifications/x"}', { jsonrpc: '2.0', method: 'notifications/x' }, ''],
    ['{"jsonrpc":"2.0","id":"a","error":{"code":1,"message":"m"}}', { jsonrpc: '2.0', id: 'a', error: { code: 1, message: 'm' } }, ''],
    ['{"jsonrpc":"2.0","id":1,"error":null,"result":{}}', message, ''],
  ])('reads the message of %j', (line, expected, noise) => {
    expect(readJsonRpcLine(line)).toEqual({ message: expected, noise });
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
    `${text} trailing`,
    '{"jsonrpc":"2.0","id":1,"error":null}',
    '{"jsonrpc":"2.0","id":1,"result":5}',
  ])('takes %j as noise', (line) => {
    expect(readJsonRpcLine(line)).toEqual({ message: null, noise: line });
  });
});
