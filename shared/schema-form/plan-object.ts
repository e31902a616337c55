import type { Flattened } from './flatten.ts';
import { isObject, type JsonObject, own } from './json.ts';
import { LIMITS } from './limits.ts';
import type { FieldNode, JsonNode, ObjectNode, PropertyPlan } from './plan.ts';
import { type MakeBase, planJson } from './plan-leaf.ts';
import type { PlanChild } from './planner.ts';

/** Fields for the properties, and a map editor for further keys when the schema describes them. */
export function planObject(
  schema: JsonObject,
  isRoot: boolean,
  base: MakeBase,
  plan: PlanChild,
  flattenPart: (schema: unknown) => Flattened,
): ObjectNode | JsonNode {
  const required = new Set(requiredKeys(schema));
  const schemas = propertySchemas(schema, flattenPart);
  for (const key of required) if (!schemas.has(key)) schemas.set(key, true);
  const further = furtherKeys(schema);
  if (schemas.size === 0 && further === null) {
    const saysNothing = own(schema, 'additionalProperties') !== false && !isObject(own(schema, 'properties'));
    const open = own(schema, 'additionalProperties') === true || (saysNothing && !isRoot);
    if (open) return planJson(schema, 'free-form', base);
  }
  const shown = choose([...schemas.keys()], required);
  const properties: PropertyPlan[] = [];
  for (const key of shown) {
    const child = schemas.get(key);
    if (child === false && !required.has(key)) continue;
    properties.push({ key, node: plan(child, { label: key, required: required.has(key) }) });
  }
  const additional: FieldNode | null = further === null ? null : plan(further.schema, { label: '', required: true });
  return {
    ...base(schema, further !== null && properties.length === 0 ? mapHint(additional) : 'object'),
    kind: 'object',
    properties,
    additional,
    additionalKeyPattern: further?.pattern,
    omitted: schemas.size - shown.length,
  };
}

function mapHint(value: FieldNode | null): string {
  return value === null || value.kind === 'lazy' || value.kind === 'json' ? 'map' : `map of ${value.typeHint}`;
}

function requiredKeys(schema: JsonObject): string[] {
  const required = own(schema, 'required');
  return Array.isArray(required) ? required.filter((key): key is string => typeof key === 'string').slice(0, LIMITS.properties) : [];
}

/** Properties, and those only a condition (then, else, dependentSchemas) brings: the form offers them, validation judges. */
function propertySchemas(schema: JsonObject, flattenPart: (schema: unknown) => Flattened): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const add = (from: JsonObject) => {
    const properties = own(from, 'properties');
    if (!isObject(properties)) return;
    for (const key of Object.keys(properties)) if (!found.has(key)) found.set(key, properties[key]);
  };
  add(schema);
  const dependent = [own(schema, 'dependentSchemas'), own(schema, 'dependencies')].filter(isObject);
  const conditional = [
    own(schema, 'then'),
    own(schema, 'else'),
    ...dependent.flatMap((map) => Object.values(map).slice(0, LIMITS.variants)),
  ];
  for (const part of conditional) {
    if (!isObject(part)) continue;
    const flat = flattenPart(part);
    if ('schema' in flat) add(flat.schema);
  }
  return found;
}

/** The schema of further keys: `additionalProperties`, or the only entry of `patternProperties`. */
function furtherKeys(schema: JsonObject): { schema: unknown; pattern?: string } | null {
  const additional = own(schema, 'additionalProperties') ?? own(schema, 'unevaluatedProperties');
  if (isObject(additional) && Object.keys(additional).length > 0) return { schema: additional, pattern: namePattern(schema) };
  const patterns = own(schema, 'patternProperties');
  if (!isObject(patterns)) return null;
  const [only, ...others] = Object.keys(patterns);
  return only !== undefined && others.length === 0 ? { schema: patterns[only], pattern: only } : null;
}

function namePattern(schema: JsonObject): string | undefined {
  const names = own(schema, 'propertyNames');
  const pattern = isObject(names) ? own(names, 'pattern') : undefined;
  return typeof pattern === 'string' ? pattern : undefined;
}

function choose(keys: readonly string[], required: ReadonlySet<string>): readonly string[] {
  if (keys.length <= LIMITS.properties) return keys;
  const first = keys.filter((key) => required.has(key));
  const kept = new Set([...first, ...keys.filter((key) => !required.has(key))].slice(0, LIMITS.properties));
  return keys.filter((key) => kept.has(key));
}
