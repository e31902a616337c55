import type { FlatSchema, Flattened } from './flatten.ts';
import { clip, isObject, type JsonObject, jsonText, own, text } from './json.ts';
import { LIMITS } from './limits.ts';
import { mergeSchemas, typeList } from './merge.ts';
import type { EnumOption, JsonReason } from './plan.ts';
import { enumOptions, option } from './plan-leaf.ts';

/** What a `oneOf` or `anyOf` turns out to be. */
export type Union =
  | { readonly kind: 'none' }
  /** One schema is left (with null as an answer beside it, perhaps). */
  | { readonly kind: 'single'; readonly schema: JsonObject; readonly nullable: boolean }
  | { readonly kind: 'options'; readonly options: readonly EnumOption[]; readonly nullable: boolean }
  | { readonly kind: 'variants'; readonly variants: readonly UnionVariant[]; readonly nullable: boolean; readonly rest: JsonObject }
  | { readonly kind: 'problem'; readonly reason: JsonReason; readonly rest: JsonObject };

export interface UnionVariant {
  /** '' when nothing in the schema names it. */
  readonly label: string;
  readonly schema: unknown;
  readonly targets: readonly unknown[];
}

const WORDS = new Set(['title', 'description', 'default', 'examples', 'deprecated', '$comment']);
const SHAPE = ['type', 'properties', 'items', 'prefixItems', 'const', 'enum', 'oneOf', 'anyOf', '$ref', 'allOf', 'additionalProperties'];

/** Reads the union of a flat schema; 'none' when it has none, or one that only adds conditions. */
export function readUnion(schema: JsonObject, flattenPart: (schema: unknown) => Flattened): Union {
  for (const keyword of ['oneOf', 'anyOf']) {
    const list = own(schema, keyword);
    if (!Array.isArray(list) || list.length === 0) continue;
    const { [keyword]: _union, ...rest } = schema;
    const union = readVariants(rest, list, flattenPart);
    if (union.kind !== 'none') return union;
  }
  return { kind: 'none' };
}

function readVariants(rest: JsonObject, list: readonly unknown[], flattenPart: (schema: unknown) => Flattened): Union {
  if (list.length > LIMITS.options) return { kind: 'problem', reason: 'too-complex', rest };
  const flat = list.filter((part) => part !== false).map((part) => ({ part, flat: flattenPart(part) }));
  const solid = flat.filter((entry) => !('schema' in entry.flat && isNull(entry.flat.schema)));
  const nullable = solid.length < flat.length;
  if (solid.length === 0)
    return nullable
      ? { kind: 'options', options: [option(null, 'null')], nullable: false }
      : { kind: 'problem', reason: 'impossible', rest };

  const options = solid.map((entry) => ('schema' in entry.flat ? constOptions(entry.flat) : null));
  if (options.every((list) => list !== null)) return { kind: 'options', options: options.flat(), nullable };
  if (solid.every((entry) => 'schema' in entry.flat && onlyConditions(entry.flat.schema, rest))) return { kind: 'none' };
  if (solid.length > LIMITS.variants) return { kind: 'problem', reason: 'too-complex', rest };

  const shared = withoutWords(rest);
  const variants: UnionVariant[] = [];
  for (const { part, flat: entry } of solid) {
    if ('problem' in entry) {
      variants.push({ label: labelOf(part) ?? '', schema: part, targets: [] });
      continue;
    }
    const merged = mergeSchemas(entry.schema, shared);
    if (merged !== null)
      variants.push({ label: text(own(entry.schema, 'title')) ?? entry.refName ?? '', schema: merged, targets: entry.targets });
  }
  const [only] = variants;
  if (only === undefined) return { kind: 'problem', reason: 'unmergeable', rest };
  if (variants.length === 1 && isObject(only.schema)) {
    const { title: _title, ...schema } = only.schema;
    return { kind: 'single', schema: { ...schema, ...wordsOf(rest) }, nullable };
  }
  return { kind: 'variants', variants: nameVariants(variants), nullable, rest };
}

function isNull(schema: JsonObject): boolean {
  return own(schema, 'type') === 'null' || (Object.hasOwn(schema, 'const') && schema.const === null);
}

function constOptions(flat: FlatSchema): EnumOption[] | null {
  const { schema } = flat;
  if (Object.hasOwn(schema, 'const')) return [option(schema.const, own(schema, 'title'), own(schema, 'description'))];
  const options = Array.isArray(own(schema, 'enum')) ? enumOptions(schema) : [];
  const [first] = options;
  if (first === undefined) return null;
  return options.length === 1 ? [option(first.value, own(schema, 'title'), own(schema, 'description'))] : options;
}

/** `anyOf: [{required: ['a']}, {required: ['b']}]` and the like: a matter for validation, not for fields. */
function onlyConditions(schema: JsonObject, rest: JsonObject): boolean {
  const hasBase = SHAPE.some((keyword) => Object.hasOwn(rest, keyword));
  return hasBase && !SHAPE.some((keyword) => Object.hasOwn(schema, keyword) && !sameType(keyword, schema, rest));
}

function sameType(keyword: string, schema: JsonObject, rest: JsonObject): boolean {
  return keyword === 'type' && typeList(schema.type).join() === typeList(own(rest, 'type')).join();
}

function withoutWords(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !WORDS.has(key)));
}

function wordsOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => WORDS.has(key)));
}

function labelOf(part: unknown): string | undefined {
  return isObject(part) ? text(own(part, 'title')) : undefined;
}

/** Untitled variants are named by the constant that tells them apart, where all have one. */
function nameVariants(variants: readonly UnionVariant[]): UnionVariant[] {
  const key = discriminator(variants);
  return variants.map((variant) => {
    if (variant.label !== '' || key === undefined) return { ...variant, label: clip(variant.label, LIMITS.labelLength) };
    return { ...variant, label: clip(constText(variant.schema, key) ?? '', LIMITS.labelLength) };
  });
}

function discriminator(variants: readonly UnionVariant[]): string | undefined {
  const first = variants[0]?.schema;
  const properties = isObject(first) ? own(first, 'properties') : undefined;
  if (!isObject(properties)) return undefined;
  return Object.keys(properties)
    .slice(0, 200)
    .find(
      (key) =>
        new Set(variants.map((variant) => constText(variant.schema, key)).filter((name) => name !== undefined)).size === variants.length,
    );
}

function constText(schema: unknown, key: string): string | undefined {
  const properties = isObject(schema) ? own(schema, 'properties') : undefined;
  const property = isObject(properties) ? own(properties, key) : undefined;
  if (!isObject(property)) return undefined;
  const options = own(property, 'enum');
  const value = Object.hasOwn(property, 'const') ? property.const : Array.isArray(options) && options.length === 1 ? options[0] : undefined;
  return value === undefined ? undefined : typeof value === 'string' ? value : jsonText(value);
}
