import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';

/** Keywords whose own error only repeats that something further down does not fit. */
const WRAPPERS = new Set(['properties', 'items', 'prefixItems', '$ref', 'allOf', 'additionalProperties', 'if', 'then', 'else']);

/** What does not fit, one sentence for each place, e.g. `/amount: 5 is less than 10.`; empty when all fits. */
export function argumentProblems(schema: object, args: unknown): string[] {
  const { valid, errors } = new Validator(schema as Schema, '2020-12', false).validate(args);
  if (valid) return [];
  // What each variant has against a value is noise: that none fits is the news.
  const unions = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  const inUnion = (unit: OutputUnit) =>
    unions.some((union) => unit.keywordLocation.startsWith(`${union.keywordLocation}/`) && unit.keywordLocation !== union.keywordLocation);
  const sentences = errors.filter((unit) => !WRAPPERS.has(unit.keyword) && !inUnion(unit)).map(sentence);
  return sentences.length > 0 ? sentences : ['They do not fit the input schema.'];
}

function sentence({ instanceLocation, keyword, error }: OutputUnit): string {
  const place = instanceLocation.replace(/^#\/?/, '/');
  if (keyword === 'false') return `${place}: this field is not known here.`;
  if (keyword === 'oneOf' || keyword === 'anyOf') return `${place}: this fits none of the possible forms.`;
  const text = error.replace(/^Instance does/, 'It does').replace(/^Instance type/, 'Its type');
  return place === '/' ? text : `${place}: ${text}`;
}
