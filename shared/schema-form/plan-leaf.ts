import { clip, count, finite, isObject, type JsonObject, jsonText, own, text } from './json.ts';
import { LIMITS } from './limits.ts';
import type { ConstNode, EnumNode, EnumOption, JsonNode, JsonReason, NodeBase, NumberNode, StringNode } from './plan.ts';
import { numberHint, stringHint } from './type-hint.ts';

/** What `base` makes of a schema at a place: everything but the kind. */
export type MakeBase = (schema: JsonObject, typeHint: string) => NodeBase;

export function planString(schema: JsonObject, key: string, base: MakeBase): StringNode {
  const maxLength = count(own(schema, 'maxLength'));
  return {
    ...base(schema, stringHint(schema)),
    kind: 'string',
    format: text(own(schema, 'format')),
    multiline: isLong(schema, key, maxLength),
    secret: own(schema, 'format') === 'password' || own(schema, 'writeOnly') === true,
    minLength: count(own(schema, 'minLength')),
    maxLength,
    pattern: text(own(schema, 'pattern')),
    contentEncoding: text(own(schema, 'contentEncoding')),
    contentMediaType: text(own(schema, 'contentMediaType')),
  };
}

const LONG_FORMATS = new Set(['textarea', 'multiline', 'multi-line', 'markdown', 'html', 'code', 'text']);
const LONG_KEYS = /^(body|contents?|code|script|sql|html|markdown|prompt|instructions|text|notes?|comment|source|template)$/i;

function isLong(schema: JsonObject, key: string, maxLength: number | undefined): boolean {
  const format = text(own(schema, 'format'));
  if (format !== undefined) return LONG_FORMATS.has(format);
  if (text(own(schema, 'contentEncoding')) !== undefined || text(own(schema, 'contentMediaType')) !== undefined) return true;
  if (maxLength !== undefined) return maxLength > 300;
  // Whatever has to fit a pattern is a code of some kind, not a text.
  if (own(schema, 'pattern') !== undefined) return false;
  const preset = own(schema, 'default');
  return LONG_KEYS.test(key) || (typeof preset === 'string' && preset.includes('\n'));
}

export function planNumber(schema: JsonObject, integer: boolean, base: MakeBase): NumberNode {
  return {
    ...base(schema, numberHint(schema, integer)),
    kind: 'number',
    integer,
    minimum: finite(own(schema, 'minimum')),
    maximum: finite(own(schema, 'maximum')),
    exclusiveMinimum: finite(own(schema, 'exclusiveMinimum')),
    exclusiveMaximum: finite(own(schema, 'exclusiveMaximum')),
    multipleOf: finite(own(schema, 'multipleOf')),
  };
}

export function planConst(schema: JsonObject, value: unknown, base: MakeBase): ConstNode {
  return { ...base(schema, 'constant'), kind: 'const', value };
}

/** One option is a constant; more than a form can list are typed as text, or as JSON when they are not text. */
export function planEnum(
  schema: JsonObject,
  found: readonly EnumOption[],
  key: string,
  base: MakeBase,
): EnumNode | ConstNode | StringNode | JsonNode {
  const options = distinct(found);
  const [first] = options;
  if (first === undefined) return planJson(schema, 'impossible', base);
  if (options.length === 1) return planConst(schema, first.value, base);
  if (options.length <= LIMITS.options) return { ...base(schema, 'enum'), kind: 'enum', options };
  if (options.every((option) => typeof option.value === 'string')) return planString(schema, key, base);
  return planJson(schema, 'too-complex', base);
}

/** The options of `enum`, with names from the keywords generators use. */
export function enumOptions(schema: JsonObject): EnumOption[] {
  const values = own(schema, 'enum');
  if (!Array.isArray(values)) return [];
  const names = [own(schema, 'enumNames'), own(schema, 'x-enumNames'), own(schema, 'x-enum-varnames')].find((list) => Array.isArray(list));
  const words = [own(schema, 'enumDescriptions'), own(schema, 'x-enum-descriptions')].find((list) => Array.isArray(list));
  return values.map((value, index) =>
    option(value, Array.isArray(names) ? names[index] : undefined, Array.isArray(words) ? words[index] : undefined),
  );
}

/** Each value once, and no two labels alike: 1 and "1" are told apart. */
function distinct(options: readonly EnumOption[]): EnumOption[] {
  const values = new Map<string, EnumOption>();
  const labels = new Map<string, number>();
  for (const each of options) {
    const identity = jsonText(each.value);
    if (values.has(identity)) continue;
    values.set(identity, each);
    labels.set(each.label, (labels.get(each.label) ?? 0) + 1);
  }
  return [...values].map(([identity, each]) =>
    (labels.get(each.label) ?? 0) > 1 ? { ...each, label: clip(identity, LIMITS.labelLength) } : each,
  );
}

export function option(value: unknown, name: unknown, description?: unknown): EnumOption {
  const label = clip(text(name) ?? optionLabel(value), LIMITS.labelLength);
  const words = text(description);
  return words === undefined ? { value, label } : { value, label, description: clip(words, LIMITS.descriptionLength) };
}

function optionLabel(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : jsonText(value);
}

const JSON_HINTS: Partial<Record<JsonReason, string>> = { any: 'any', 'free-form': 'object', impossible: 'nothing fits' };

export function planJson(schema: JsonObject, reason: JsonReason, base: MakeBase): JsonNode {
  const type = own(schema, 'type');
  const hint = JSON_HINTS[reason] ?? (typeof type === 'string' ? type : 'JSON');
  return { ...base(isObject(schema) ? schema : {}, hint), kind: 'json', reason };
}
