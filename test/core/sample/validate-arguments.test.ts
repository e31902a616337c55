import { expect, test } from 'vitest';
import { SAMPLE_TOOLS } from '../../../electron/core/sample/sample-tools.ts';
import { argumentProblems } from '../../../electron/core/sample/validate-arguments.ts';

const schema = (name: string) => SAMPLE_TOOLS.find((tool) => tool.definition.name === name)!.definition.inputSchema;

test('one sentence for each thing that does not fit', () => {
  expect(argumentProblems(schema('add'), { a: 'one' })).toEqual([
    'It does not have required property "b".',
    '/a: Its type "string" is invalid. Expected "number".',
  ]);
  expect(argumentProblems(schema('all_fields'), { name: 'x' })).toEqual([]);
  expect(
    argumentProblems(schema('all_fields'), {
      name: 'x',
      seats: 11,
      payment: { method: 'barter' },
      home: {},
      guests: [{ name: '', age: 200 }],
      extra: 1,
    }),
  ).toEqual([
    '/seats: 11 is greater than 10.',
    '/guests/0/age: 200 is greater than 150.',
    '/home: It does not have required property "city".',
    '/payment: this fits none of the possible forms.',
    '/extra: this field is not known here.',
  ]);
});
