import { finite, isObject, type JsonObject, own, sameJson, setOwn } from './json.ts';

/**
 * One schema that asks for what both ask for, or null when no form could say it. Words (title, description, default)
 * of `a` win. Keywords a form does not show (not, if, contains …) are left to validation against the original.
 */
export function mergeSchemas(a: JsonObject, b: JsonObject): JsonObject | null {
  const merged: Record<string, unknown> = {};
  for (const key of Object.keys(a)) setOwn(merged, key, a[key]);
  for (const key of Object.keys(b)) {
    const left = own(a, key);
    const right = b[key];
    if (left === undefined) {
      setOwn(merged, key, right);
      continue;
    }
    const value = mergeKeyword(key, left, right);
    if (value === CONFLICT) return null;
    setOwn(merged, key, value);
  }
  return merged;
}

const CONFLICT = Symbol('conflict');

function mergeKeyword(key: string, left: unknown, right: unknown): unknown {
  switch (key) {
    case 'type':
      return mergeTypes(left, right);
    case 'enum': {
      if (!Array.isArray(left) || !Array.isArray(right)) return left;
      const plain = new Set(right.filter((option) => typeof option !== 'object'));
      const objects = right.filter((option) => typeof option === 'object').slice(0, 100);
      const both = left.filter(
        (option) => plain.has(option) || (typeof option === 'object' && objects.some((other) => sameSchema(option, other))),
      );
      return both.length > 0 ? both : CONFLICT;
    }
    case 'const':
      return sameSchema(left, right) ? left : CONFLICT;
    case 'required':
      return Array.isArray(left) && Array.isArray(right) ? [...new Set([...left, ...right])] : left;
    case 'properties':
    case 'patternProperties':
    case 'dependentSchemas':
      return mergeMaps(left, right);
    case 'items':
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'propertyNames':
      return mergeChild(left, right);
    case 'minimum':
    case 'exclusiveMinimum':
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return mergeLimit(left, right, Math.max);
    case 'maximum':
    case 'exclusiveMaximum':
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return mergeLimit(left, right, Math.min);
    case 'uniqueItems':
      return left === true || right === true;
    case 'nullable':
      return left === true && right === true;
    case 'oneOf':
    case 'anyOf':
    case 'prefixItems':
      return sameSchema(left, right) ? left : CONFLICT;
    default:
      return left;
  }
}

function mergeTypes(left: unknown, right: unknown): unknown {
  const a = typeList(left);
  const b = typeList(right);
  if (a.length === 0 || b.length === 0) return left;
  const both = new Set<string>();
  for (const type of a) {
    if (b.includes(type)) both.add(type);
    else if (type === 'integer' && b.includes('number')) both.add(type);
    else if (type === 'number' && b.includes('integer')) both.add('integer');
  }
  if (both.size === 0) return CONFLICT;
  return both.size === 1 ? [...both][0] : [...both];
}

/** The type names of a `type` keyword. */
export function typeList(type: unknown): string[] {
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? [...new Set(type.filter((name): name is string => typeof name === 'string'))] : [];
}

function mergeMaps(left: unknown, right: unknown): unknown {
  if (!isObject(left) || !isObject(right)) return isObject(left) ? left : right;
  const merged: Record<string, unknown> = {};
  for (const key of Object.keys(left)) setOwn(merged, key, left[key]);
  for (const key of Object.keys(right)) setOwn(merged, key, Object.hasOwn(left, key) ? mergeChild(left[key], right[key]) : right[key]);
  return merged;
}

function mergeChild(left: unknown, right: unknown): unknown {
  if (left === false || right === false) return false;
  if (left === true || !isSchema(left)) return right;
  if (right === true || !isSchema(right) || sameSchema(left, right)) return left;
  return { allOf: [left, right] };
}

/** Larger ones count as different: they are compared again with each merge. */
const MAX_COMPARED = 1000;

function sameSchema(a: unknown, b: unknown): boolean {
  return sameJson(a, b, { looks: MAX_COMPARED });
}

function isSchema(value: unknown): boolean {
  return isObject(value) || typeof value === 'boolean';
}

function mergeLimit(left: unknown, right: unknown, pick: (a: number, b: number) => number): unknown {
  const a = finite(left);
  const b = finite(right);
  if (a === undefined) return right;
  return b === undefined ? left : pick(a, b);
}
