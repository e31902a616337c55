import { describe, expect, test } from 'vitest';
import { type FieldNode, type ObjectNode, solid } from '../../shared/schema-form/plan.ts';
import { planForm } from '../../shared/schema-form/plan-form.ts';

function nodeOf(schema: unknown, root: Record<string, unknown> = {}): FieldNode {
  const object = planForm({ type: 'object', properties: { it: schema }, ...root }).root as ObjectNode;
  return object.properties[0]!.node;
}

function kindsOf(node: FieldNode): string[] {
  return node.kind === 'choice' ? node.variants.map((variant) => `${variant.label}:${variant.node.kind}`) : [node.kind];
}

describe('fields', () => {
  test.each([
    [{ type: 'string' }, { kind: 'string', typeHint: 'string', multiline: false }],
    [
      { type: 'string', format: 'email' },
      { kind: 'string', typeHint: 'email', format: 'email' },
    ],
    [
      { type: 'string', minLength: 2, maxLength: 900 },
      { kind: 'string', multiline: true, minLength: 2, maxLength: 900 },
    ],
    [
      { type: 'string', contentEncoding: 'base64' },
      { kind: 'string', typeHint: 'base64', contentEncoding: 'base64' },
    ],
    [
      { type: 'string', format: 'password' },
      { kind: 'string', secret: true },
    ],
    [
      { type: 'integer', minimum: 1 },
      { kind: 'number', integer: true, typeHint: 'integer ≥ 1' },
    ],
    [
      { type: 'integer', minimum: 1, maximum: 100 },
      { kind: 'number', typeHint: '1 – 100' },
    ],
    [
      { type: 'number', exclusiveMinimum: 0 },
      { kind: 'number', typeHint: 'number > 0' },
    ],
    [{ type: 'boolean' }, { kind: 'boolean' }],
    [{ const: 'x' }, { kind: 'const', value: 'x' }],
    [{ enum: ['only'] }, { kind: 'const', value: 'only' }],
    [{ type: 'null' }, { kind: 'const', value: null }],
    [
      { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
      { kind: 'array', minItems: 1, unique: true, typeHint: 'array of string, ≥ 1' },
    ],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, { kind: 'multi-enum' }],
    [
      {
        type: 'array',
        items: {
          anyOf: [
            { const: 'a', title: 'A' },
            { const: 'b', title: 'B' },
          ],
        },
      },
      { kind: 'multi-enum' },
    ],
    [
      { type: 'array', prefixItems: [{ type: 'string' }, {}], items: false },
      { kind: 'tuple', rest: null },
    ],
    [
      { type: 'array', items: [{ type: 'string' }], additionalItems: { type: 'number' } },
      { kind: 'tuple', rest: { kind: 'number' } },
    ],
    [
      { type: 'object', additionalProperties: { type: 'number' } },
      { kind: 'object', typeHint: 'map of number', additional: { kind: 'number' } },
    ],
    [
      { type: 'object', patternProperties: { '^x-': { type: 'string' } } },
      { kind: 'object', additionalKeyPattern: '^x-' },
    ],
    [{ type: 'object' }, { kind: 'json', reason: 'free-form' }],
    [{}, { kind: 'json', reason: 'any' }],
    [true, { kind: 'json', reason: 'any' }],
    [17, { kind: 'json', reason: 'invalid' }],
    [{ minimum: 3 }, { kind: 'number' }],
    [{ properties: { a: true } }, { kind: 'object' }],
  ])('%j', (schema, expected) => {
    expect(nodeOf(schema)).toMatchObject(expected);
  });

  test('words come from the schema, the key stands in for a title', () => {
    expect(nodeOf({ type: 'string' })).toMatchObject({ label: 'it', required: false });
    expect(
      nodeOf(
        { type: 'string', title: 'Title', description: 'Words', default: 'd', examples: ['e'], deprecated: true },
        { required: ['it'] },
      ),
    ).toMatchObject({
      label: 'Title',
      description: 'Words',
      required: true,
      default: { value: 'd' },
      examples: ['e'],
      deprecated: true,
    });
  });

  test.each([
    [{ type: ['string', 'null'] }, 'string'],
    [{ type: 'integer', nullable: true }, 'number'],
    [{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, 'boolean'],
    [{ oneOf: [{ const: null }, { $ref: '#/$defs/point' }] }, 'object'],
    [{ type: ['string', 'null'], enum: ['a', 'b', null] }, 'enum'],
  ])('null as an answer: %j', (schema, kind) => {
    expect(nodeOf(schema, { $defs: { point: { type: 'object', properties: { x: {} } } } })).toMatchObject({ kind, nullable: true });
  });

  test('options carry the names generators give them', () => {
    const named = [
      { enum: ['a', 'b'], enumNames: ['Alpha', 'Beta'] },
      {
        oneOf: [
          { const: 'a', title: 'Alpha' },
          { const: 'b', title: 'Beta' },
        ],
      },
      {
        anyOf: [
          { const: 'a', title: 'Alpha' },
          { enum: ['b'], title: 'Beta' },
        ],
      },
    ];
    for (const schema of named) {
      expect(nodeOf(schema)).toMatchObject({
        kind: 'enum',
        options: [
          { value: 'a', label: 'Alpha' },
          { value: 'b', label: 'Beta' },
        ],
      });
    }
  });
});

test('options are there once, and told apart', () => {
  expect(nodeOf({ enum: [1, '1', 1, 'x', 'x'] })).toMatchObject({ options: [{ label: '1' }, { label: '"1"' }, { label: 'x' }] });
});

describe('unions', () => {
  test('several types are variants', () => {
    expect(kindsOf(nodeOf({ type: ['string', 'integer', 'array'], description: 'w' }))).toEqual([
      'string:string',
      'integer:number',
      'array:array',
    ]);
  });

  test('variants are called by title, reference, constant, or kind', () => {
    const schema = {
      oneOf: [{ title: 'Titled', type: 'object', properties: { a: {} } }, { $ref: '#/$defs/Named' }, { type: 'string' }],
    };
    expect(kindsOf(nodeOf(schema, { $defs: { Named: { type: 'object', properties: { b: {} } } } }))).toEqual([
      'Titled:object',
      'Named:object',
      'string:string',
    ]);
    const told = {
      oneOf: ['circle', 'box'].map((kind) => ({ type: 'object', properties: { size: { type: 'number' }, kind: { const: kind } } })),
    };
    expect(kindsOf(nodeOf(told))).toEqual(['circle:object', 'box:object']);
  });

  test('what stands beside a union belongs to every variant', () => {
    const node = nodeOf({
      type: 'object',
      properties: { shared: { type: 'string' } },
      required: ['shared'],
      oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }],
    });
    if (node.kind !== 'choice') throw new Error(node.kind);
    const keys = node.variants.map((variant) => (variant.node as ObjectNode).properties.map((property) => property.key));
    expect(keys).toEqual([
      ['a', 'shared'],
      ['b', 'shared'],
    ]);
  });

  test('a union of conditions leaves the fields alone', () => {
    const node = nodeOf({ type: 'object', properties: { a: {}, b: {} }, anyOf: [{ required: ['a'] }, { required: ['b'] }] });
    expect(node).toMatchObject({ kind: 'object', properties: [{ key: 'a' }, { key: 'b' }] });
    expect(nodeOf({ type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] }).kind).toBe('string');
  });

  test('a root may be a union, or no object at all', () => {
    expect(
      planForm({
        oneOf: [
          { type: 'object', properties: { a: {} } },
          { type: 'object', properties: { b: {} } },
        ],
      }).root.kind,
    ).toBe('choice');
    expect(planForm({ type: 'array', items: { type: 'string' } }).root.kind).toBe('array');
    for (const odd of [true, null, 'x', 3, [], undefined]) expect(planForm(odd).root.kind).toBe('json');
    expect(planForm({ type: 'object' }).root).toMatchObject({ kind: 'object', properties: [] });
  });
});

describe('references and allOf', () => {
  test.each([
    ['#/$defs/a', { $defs: { a: { type: 'string' } } }],
    ['#/definitions/a', { definitions: { a: { type: 'string' } } }],
    ['#/properties/other', { properties: { it: { $ref: '#/properties/other', description: 'own words' }, other: { type: 'string' } } }],
    ['#named', { $defs: { x: { $anchor: 'named', type: 'string' } } }],
    ['https://a.example/x', { $defs: { x: { $id: 'https://a.example/x', type: 'string' } } }],
    ['#/$defs/a~1b%20c', { $defs: { 'a/b c': { type: 'string' } } }],
  ])('%s', (ref, root) => {
    expect(nodeOf({ $ref: ref, description: 'own words' }, root)).toMatchObject({ kind: 'string', label: 'it', description: 'own words' });
  });

  test('a reference to elsewhere, or to nothing, is JSON for that part only', () => {
    for (const $ref of ['https://elsewhere.example/s.json', '#/$defs/none', '#/__proto__', '#/constructor']) {
      expect(nodeOf({ $ref })).toMatchObject({ kind: 'json', reason: 'unresolved-ref' });
    }
    expect(nodeOf({ $ref: '#/$defs/a' }, { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } })).toMatchObject({
      kind: 'json',
      reason: 'cyclic-ref',
    });
  });

  test('recursion is planned as it is opened, and always the same', () => {
    const tree = nodeOf(
      { $ref: '#/$defs/node' },
      { $defs: { node: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/node' } } } } } },
    );
    let at = tree as ObjectNode;
    for (let depth = 0; depth < 20; depth += 1) {
      const children = solid(at.properties[0]!.node);
      if (children.kind !== 'array') throw new Error(children.kind);
      expect(solid(children.item)).toBe(solid(children.item));
      at = solid(children.item) as ObjectNode;
    }
    expect(at.kind).toBe('object');
  });

  test('allOf is merged where one form can say it', () => {
    const merged = nodeOf(
      {
        allOf: [
          { $ref: '#/$defs/base' },
          { properties: { b: { type: 'number' } }, required: ['b'] },
          { properties: { a: { maxLength: 5 } } },
        ],
      },
      { $defs: { base: { type: 'object', properties: { a: { type: 'string' } } } } },
    );
    expect(merged).toMatchObject({
      kind: 'object',
      properties: [
        { key: 'a', node: { kind: 'string', maxLength: 5 } },
        { key: 'b', node: { required: true } },
      ],
    });
    expect(
      nodeOf({
        allOf: [
          { type: 'number', minimum: 1 },
          { type: 'integer', minimum: 3, maximum: 9 },
        ],
      }),
    ).toMatchObject({ kind: 'number', integer: true, typeHint: '3 – 9' });
    expect(nodeOf({ allOf: [{ type: 'string' }, { type: 'number' }] })).toMatchObject({ kind: 'json', reason: 'unmergeable' });
  });

  test('properties of a condition are offered, not demanded', () => {
    const schema = JSON.parse(
      '{"properties":{"a":{}},"if":{"properties":{"a":{"const":1}}},"then":{"properties":{"b":{"type":"string"}},"required":["b"]}}',
    );
    expect(nodeOf(schema)).toMatchObject({ properties: [{ key: 'a' }, { key: 'b', node: { kind: 'string', required: false } }] });
  });
});

describe('hostile schemas', () => {
  // No clock here: without the bounds these take minutes, or never end, and run into the time limit of the test.
  test('names of the prototype are ordinary names', () => {
    const schema = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"number"},"toString":{"type":"boolean"}},"required":["__proto__"]}',
    );
    const { root } = planForm(schema);
    if (root.kind !== 'object') throw new Error(root.kind);
    expect(root.properties.map(({ key, node }) => [key, node.kind, node.required])).toEqual([
      ['__proto__', 'string', true],
      ['constructor', 'number', false],
      ['toString', 'boolean', false],
    ]);
    expect(Object.hasOwn(Object.prototype, 'type')).toBe(false);
  });

  test('ten thousand properties: the required ones and the first thousand, the rest counted', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `p${index}`);
    const { root } = planForm({
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
      required: ['p9999'],
    });
    if (root.kind !== 'object') throw new Error(root.kind);
    expect(root.properties.length).toBe(1000);
    expect(root.omitted).toBe(9000);
    expect(root.properties.at(-1)).toMatchObject({ key: 'p9999' });
  });

  test('a thousand levels, a hundred thousand options, schemas that double at each step', () => {
    let deep: unknown = { type: 'string' };
    for (let level = 0; level < 1000; level += 1) deep = { type: 'object', properties: { next: deep }, required: ['next'] };
    expect(planForm(deep).root.kind).toBe('object');
    const options = Array.from({ length: 100_000 }, (_, index) => `o${index}`);
    expect(nodeOf({ enum: options }).kind).toBe('string');
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const $defs = Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `d${index}`,
          {
            [keyword]: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}`, title: 't' }],
            properties: { [`p${index}`]: {} },
          },
        ]),
      );
      expect(planForm({ $ref: '#/$defs/d0', $defs }).root.kind).toMatch(/json|choice|object/);
    }
  });

  test('a union of one, a thousand times over, and allOf in allOf', () => {
    for (const keyword of ['anyOf', 'allOf']) {
      let schema: unknown = { type: 'string' };
      for (let level = 0; level < 20_000; level += 1) schema = { [keyword]: [schema] };
      expect(planForm(schema).root).toMatchObject({ kind: 'json', reason: 'too-complex' });
    }
  });

  test('large keywords merged time and again', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);
    const ref = { $ref: '#/$defs/part' };
    const junk = Object.fromEntries(many(20_000).map((key) => [key, 1]));
    const wide = () => many(50_000).map((key) => ({ const: key }));
    for (const [base, part] of [
      [junk, {}],
      [{ required: many(20_000) }, { required: ['a'] }],
      [{ oneOf: wide() }, { oneOf: wide() }],
    ]) {
      const schema = { ...base, $defs: { part }, allOf: Array.from({ length: 30_000 }, () => ref) };
      expect(planForm(schema).root.kind).toBe('json');
    }
  });

  test('objects that contain themselves', () => {
    const schema: Record<string, unknown> = { type: 'object' };
    schema.properties = { self: schema };
    schema.allOf = [schema];
    expect(planForm(schema).root.kind).toBe('json');
  });
});
