import { type Schema, Validator } from '@cfworker/json-schema';

/** What does not fit, one sentence for each place, e.g. `/amount: 5 is less than 10.`; empty when all fits. */
export function argumentProblems(schema: object, args: unknown): string[] {
  const { valid, errors } = new Validator(schema as Schema, '2020-12', false).validate(args);
  if (valid) return [];
  const deepest = new Map<string, string>();
  // The validator reports every level on the way down; the last error of a place says what is wrong there.
  for (const { instanceLocation, error } of errors) deepest.set(instanceLocation.replace(/^#\/?/, '/'), error);
  const places = [...deepest.keys()];
  return places
    .filter((place) => !places.some((other) => other !== place && other.startsWith(place === '/' ? place : `${place}/`)))
    .map((place) => (place === '/' ? (deepest.get(place) ?? '') : `${place}: ${deepest.get(place) ?? ''}`));
}
