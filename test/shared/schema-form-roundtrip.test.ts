import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromArguments } from '../../shared/schema-form/from-arguments.ts';
import { initialValue } from '../../shared/schema-form/initial-value.ts';
import { sameJson } from '../../shared/schema-form/json.ts';
import { planForm } from '../../shared/schema-form/plan-form.ts';
import { toArguments } from '../../shared/schema-form/to-arguments.ts';
import { validateArguments } from '../../shared/schema-form/validate.ts';

const keys = fc.constantFrom('a', 'b', 'kind', 'list', '__proto__', 'constructor', 'x y', 'a/b', '~', '', 'é#%');

/** A schema together with values that mostly fit it. */
interface Sample {
  readonly schema: unknown;
  readonly value: fc.Arbitrary<unknown>;
}

function record(entries: [string, unknown][]): object {
  const object = {};
  for (const [key, value] of entries) Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.constant({ schema: { type: 'string' }, value: fc.string() }),
  fc.constant({ schema: { type: 'number' }, value: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc.constant({ schema: { type: 'integer', nullable: true }, value: fc.option(fc.maxSafeInteger()) }),
  fc.constant({ schema: { type: ['boolean', 'null'] }, value: fc.option(fc.boolean()) }),
  fc.constant({ schema: { enum: ['x', 2, null, { deep: [1] }] }, value: fc.constantFrom<unknown>('x', 2, null, { deep: [1] }) }),
  fc.constant({ schema: { const: 'only' }, value: fc.constant('only') }),
  fc.constant({ schema: { type: 'array', items: { enum: ['p', 'q'] } }, value: fc.array(fc.constantFrom('p', 'q'), { maxLength: 3 }) }),
  fc.constant({ schema: { type: ['string', 'number'] }, value: fc.oneof(fc.string(), fc.integer()) }),
  fc.constant({ schema: {}, value: fc.jsonValue() }),
);

const sample: fc.Arbitrary<Sample> = fc.letrec<{ node: Sample }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie('node').map((item) => ({ schema: { type: 'array', items: item.schema }, value: fc.array(item.value, { maxLength: 3 }) })),
    fc.uniqueArray(fc.tuple(keys, tie('node')), { maxLength: 4, selector: ([key]) => key }).map((properties) => ({
      schema: {
        type: 'object',
        properties: record(properties.map(([key, node]) => [key, node.schema])),
        required: properties.slice(1).map(([key]) => key),
      },
      value: fc
        .tuple(...properties.map(([key, node]) => fc.option(node.value.map((value): [string, unknown] => [key, value]))))
        .map((entries) => record(entries.filter((entry): entry is [string, unknown] => entry !== null))),
    })),
    tie('node').map((value) => ({
      schema: { type: 'object', additionalProperties: value.schema },
      value: fc.array(fc.tuple(keys, value.value), { maxLength: 3 }).map(record),
    })),
    fc.tuple(tie('node'), tie('node')).map(([one, two]) => ({
      schema: { anyOf: [one.schema, two.schema, { type: 'null' }] },
      value: fc.oneof(one.value, two.value, fc.constant(null)),
    })),
    fc.tuple(tie('node'), tie('node')).map(([one, two]) => ({
      schema: { type: 'array', prefixItems: [one.schema, two.schema], items: false },
      value: fc.tuple(one.value, two.value),
    })),
  ),
})).node;

const pairs = sample.chain(({ schema, value }) =>
  fc.tuple(fc.constant(schema), fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.jsonValue() })),
);

test('a form made from arguments says the same arguments', () => {
  fc.assert(
    fc.property(pairs, ([schema, args]) => {
      const plan = planForm(schema);
      expect(sameJson(toArguments(plan, fromArguments(plan, args)).args, args)).toBe(true);
    }),
    { numRuns: 600 },
  );
});

test('going from form to JSON and back keeps the very same form', () => {
  fc.assert(
    fc.property(pairs, ([schema, args]) => {
      const plan = planForm(schema);
      const value = fromArguments(plan, args);
      expect(fromArguments(plan, toArguments(plan, value).args, value)).toBe(value);
    }),
    { numRuns: 500 },
  );
});

test('another form’s drafts never change what the arguments say', () => {
  fc.assert(
    fc.property(pairs, fc.jsonValue(), ([schema, args], other) => {
      const plan = planForm(schema);
      const value = fromArguments(plan, args, fromArguments(plan, other));
      expect(sameJson(toArguments(plan, value).args, args)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('whatever the schema, nothing throws and a fresh form can be read', () => {
  const words = fc.constantFrom(
    'type',
    'properties',
    'items',
    '$ref',
    'allOf',
    'anyOf',
    'oneOf',
    'enum',
    'required',
    'const',
    'prefixItems',
    'additionalProperties',
    'if',
    'then',
    'pattern',
    '$defs',
    'default',
    'nullable',
  );
  const values = fc.constantFrom<unknown>(
    'object',
    'array',
    'string',
    '#',
    '#/$defs/a',
    '#/properties/b',
    '[',
    -1,
    null,
    true,
    false,
    [],
    {},
    ['string', 'object'],
    ['a', 'a'],
  );
  const schema = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      values,
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(words, words, keys), tie('any'), { maxKeys: 6 }),
    ),
  })).any;
  fc.assert(
    fc.property(schema, fc.jsonValue(), (hostile, args) => {
      const plan = planForm(hostile);
      toArguments(plan, initialValue(plan));
      expect(sameJson(toArguments(plan, fromArguments(plan, args)).args, args)).toBe(true);
      expect(validateArguments(hostile, args).length).toBeLessThanOrEqual(50);
    }),
    { numRuns: 600 },
  );
});

test('a value many levels deep in a recursive schema is kept, partly as JSON', () => {
  const schema = { $ref: '#/$defs/node', $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } } };
  let args: object = {};
  for (let level = 0; level < 150; level += 1) args = { next: args };
  const plan = planForm({ ...schema, default: args });
  expect(sameJson(toArguments(plan, fromArguments(plan, args)).args, args)).toBe(true);
  expect(sameJson(toArguments(plan, initialValue(plan)).args, args)).toBe(true);
});
