import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultRange } from '../../../electron/core/transports/result-range.ts';

const value = fc.jsonValue({ maxDepth: 4 });
const space = fc.constantFrom('', ' ', '\n', '\t ', '  ');
const names = fc.oneof(fc.constantFrom('result', 'id', 'jsonrpc', '_meta'), fc.string()).map((name) => JSON.stringify(name));
const key = fc.oneof(names, fc.constant('"resul\\u0074"'));

describe('resultRange', () => {
  it('finds what JSON.parse finds, whatever the order, the spaces and repeated keys', () => {
    // As it stands in the text, quotes included.
    const member = fc.tuple(key, value, space, space, space, space);
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), space, (members, before) => {
        const parts = members.map(([name, each, a, b, c, d]) => `${a}${name}${b}:${c}${JSON.stringify(each)}${d}`);
        const text = `${before}{${parts.join(',')}}`;
        const parsed = JSON.parse(text) as { result?: unknown };
        const bytes = Buffer.from(text);
        const range = resultRange(bytes);
        if (!Object.hasOwn(parsed, 'result')) {
          expect(range).toBeNull();
          return;
        }
        const found = bytes.subarray(range?.from, range?.to).toString('utf8');
        expect(found).toBe(found.trim());
        expect(JSON.parse(found)).toEqual(parsed.result);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['{"result":{"result":1}}', '{"result":1}'],
    ['{"a":{"result":1},"result" : [ {"b":"}\\"]"} ] ,"id":3}', '[ {"b":"}\\"]"} ]'],
    ['{"result":1,"result":{"x":2}}', '{"x":2}'],
    ['{"result":"a\\\\"}', '"a\\\\"'],
    ['{"id":1}', null],
    ['{}', null],
    ['{ }', null],
  ])('of %s is %s', (text, expected) => {
    const bytes = Buffer.from(text);
    const range = resultRange(bytes);
    expect(range && bytes.subarray(range.from, range.to).toString()).toBe(expected);
  });
});
