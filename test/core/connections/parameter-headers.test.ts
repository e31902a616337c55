import { describe, expect, test } from 'vitest';
import { headerFault } from '../../../electron/core/connections/parameter-headers.ts';
import { listAllTools } from '../../../electron/core/connections/tool-list.ts';

const parameters = (properties: Record<string, unknown>) => ({ type: 'object', properties });
const text = (header: unknown, type: unknown = 'string') => ({ type, 'x-mcp-header': header });

describe('parameters that are mirrored into headers', () => {
  test.each([
    ['none', parameters({ a: { type: 'string' } })],
    ['several, also below others', parameters({ a: text('A'), b: text('B', 'integer'), c: parameters({ d: text('D', 'boolean') }) })],
    ['a parameter that is called so', parameters({ 'x-mcp-header': { type: 'object' } })],
    ['a value that looks so', parameters({ a: { default: { 'x-mcp-header': '' }, enum: [{ 'x-mcp-header': '' }] } })],
  ])('can be used: %s', (_, schema) => {
    expect(headerFault(schema)).toBeNull();
  });

  test.each([
    ['an empty name', parameters({ a: text('') }), 'no valid name'],
    ['a name with a blank', parameters({ a: text('a b') }), 'no valid name'],
    ['a name with a line break', parameters({ a: text('a\r\nb') }), 'no valid name'],
    ['a name that is no text', parameters({ a: text(7) }), 'no valid name'],
    ['an object', parameters({ a: text('A', 'object') }), 'not of a text'],
    ['a broken number', parameters({ a: text('A', 'number') }), 'not of a text'],
    ['the same name twice', parameters({ a: text('Same'), b: parameters({ c: text('sAME') }) }), 'twice'],
    ['an item of a list', parameters({ a: { type: 'array', items: text('A') } }), 'of its own'],
    ['one of several choices', { ...parameters({}), anyOf: [parameters({ a: text('A') })] }, 'of its own'],
    ['a definition', { ...parameters({}), $defs: { a: text('A') } }, 'of its own'],
    ['all of it', { ...parameters({}), 'x-mcp-header': 'A' }, 'of its own'],
  ])('cannot be used: %s', (_, schema, says) => {
    expect(headerFault(schema)).toContain(says);
  });

  test('are looked for however deep a schema is', () => {
    let schema: unknown = { items: text('') };
    for (let depth = 0; depth < 100_000; depth += 1) schema = { items: schema };
    expect(headerFault(schema)).toContain('of its own');
  });

  test('cost only the tool that has them wrong, where they are mirrored at all', async () => {
    const tools = [
      { name: 'right', inputSchema: parameters({ a: text('A') }) },
      { name: 'wrong', inputSchema: parameters({ a: text('') }) },
    ];
    const mirrored = await listAllTools(async () => ({ tools }), true);
    expect(mirrored.tools.map(({ name }) => name)).toEqual(['right']);
    expect(mirrored.rejected).toEqual(['The tool “wrong” was left out: the header for “a” has no valid name.']);
    expect((await listAllTools(async () => ({ tools }), false)).tools).toHaveLength(2);
  });
});
