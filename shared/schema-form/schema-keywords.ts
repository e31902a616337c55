/** What `type` may name. */
export const TYPE_NAMES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);

/** What the value of a keyword must be for the validator to get it. */
type Expected =
  | 'skip'
  | 'id'
  | 'text'
  | 'number'
  | 'step'
  | 'unique'
  | 'names'
  | 'type'
  | 'values'
  | 'value'
  | 'schemas'
  | 'map'
  | 'pattern-map'
  | 'names-map'
  | 'dependencies';

/** Every keyword whose value is no schema of its own; any other may hold one. */
export const KEYWORDS = new Map<string, Expected>(
  (
    [
      [
        'skip',
        'pattern format nullable default examples example title description id $schema $comment $vocabulary $recursiveRef $recursiveAnchor __absolute_uri__ __absolute_ref__ __absolute_recursive_ref__ __proto__',
      ],
      ['id', '$id'],
      ['text', '$ref $anchor'],
      [
        'number',
        'minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains',
      ],
      ['step', 'multipleOf'],
      ['unique', 'uniqueItems'],
      ['names', 'required'],
      ['type', 'type'],
      ['values', 'enum'],
      ['value', 'const'],
      ['schemas', 'prefixItems allOf anyOf oneOf'],
      ['map', '$defs definitions properties dependentSchemas'],
      ['pattern-map', 'patternProperties'],
      ['names-map', 'dependentRequired'],
      ['dependencies', 'dependencies'],
    ] satisfies [Expected, string][]
  ).flatMap(([expected, names]) => names.split(' ').map((name) => [name, expected] as const)),
);
