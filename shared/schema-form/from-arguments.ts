import { emptyValue } from './empty-value.ts';
import { isObject, type JsonObject, jsonText, sameJson } from './json.ts';
import { type ArrayNode, type ChoiceNode, type FieldNode, type FormPlan, type ObjectNode, solid, type TupleNode } from './plan.ts';
import { ABSENT, toArgument } from './to-arguments.ts';
import type { ChoiceValue, FieldsValue, FormValue, ListItem, ListValue } from './value.ts';
import { bestVariant } from './variant-fit.ts';

/**
 * The form that says these arguments, without loss: unknown keys are kept, and a part that does not fit its field is
 * kept as JSON. With `previous`, parts that still say the same stay as they were typed, drafts included.
 */
export function fromArguments(plan: FormPlan, args: unknown, previous?: FormValue): FormValue {
  return convert(plan.root, args, previous, 0);
}

/** The value of one field; `ABSENT` leaves it not sent. */
export function fromArgument(node: FieldNode, argument: unknown): FormValue {
  return convert(node, argument, undefined, 0);
}

/** Deeper than this, a value is kept as JSON. */
const MAX_DEPTH = 64;

function convert(node: FieldNode, argument: unknown, previous: FormValue | undefined, depth: number): FormValue {
  if (previous !== undefined && says(node, previous, argument)) return previous;
  if (argument === ABSENT) return notSent(node, previous);
  if (argument === undefined) return emptyValue(node);
  if (depth > MAX_DEPTH) return raw(node, argument, previous ?? emptyValue(node));
  const target = solid(node);
  const before = previous ?? emptyValue(target);
  if (argument === null && target.nullable) return { ...before, sent: 'null' };
  switch (target.kind) {
    case 'string':
      return typeof argument === 'string' ? { kind: 'text', sent: 'yes', text: argument } : raw(target, argument, before);
    case 'number':
      return typeof argument === 'number' ? { kind: 'text', sent: 'yes', text: numberText(argument) } : raw(target, argument, before);
    case 'boolean':
      return typeof argument === 'boolean' ? { kind: 'boolean', sent: 'yes', checked: argument } : raw(target, argument, before);
    case 'enum': {
      const option = target.options.findIndex((candidate) => sameJson(candidate.value, argument));
      return option >= 0 ? { kind: 'option', sent: 'yes', option } : raw(target, argument, before);
    }
    case 'multi-enum': {
      const options = Array.isArray(argument)
        ? argument.map((item) => target.options.findIndex((option) => sameJson(option.value, item)))
        : [-1];
      const distinct = new Set(options).size === options.length && !options.includes(-1);
      return distinct ? { kind: 'options', sent: 'yes', options } : raw(target, argument, before);
    }
    case 'const':
      return sameJson(target.value, argument) ? { kind: 'const', sent: 'yes' } : raw(target, argument, before);
    case 'array':
      return Array.isArray(argument) ? convertList(target, argument, before, depth + 1) : raw(target, argument, before);
    case 'tuple': {
      const fits = Array.isArray(argument) && (target.rest !== null || argument.length <= target.prefix.length);
      return fits ? convertList(target, argument, before, depth + 1) : raw(target, argument, before);
    }
    case 'object':
      return isObject(argument) ? convertFields(target, argument, before, depth + 1) : raw(target, argument, before);
    case 'choice':
      return convertChoice(target, argument, before, depth + 1);
    case 'json':
      return { kind: 'json', sent: 'yes', text: jsonText(argument, 2) };
  }
}

function says(node: FieldNode, value: FormValue, argument: unknown): boolean {
  const read = toArgument(node, value, '', []);
  return read === argument || (read !== ABSENT && argument !== ABSENT && sameJson(read, argument));
}

function notSent(node: FieldNode, previous: FormValue | undefined): FormValue {
  if (previous === undefined) return emptyValue(node);
  return previous.kind === 'text' ? emptyValue(node) : { ...previous, sent: 'no' };
}

function raw(node: FieldNode, argument: unknown, before: FormValue): FormValue {
  const draft = before.sent === 'raw' ? emptyValue(node) : before;
  return { ...draft, sent: 'raw', raw: jsonText(argument, 2) };
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function convertList(node: ArrayNode | TupleNode, argument: readonly unknown[], before: FormValue, depth: number): ListValue {
  const old = before.kind === 'list' ? before : undefined;
  const nodeAt = (index: number) => (node.kind === 'array' ? node.item : (node.prefix[index] ?? node.rest));
  let nextKey = old?.nextKey ?? 0;
  const items: ListItem[] = [];
  const length = node.kind === 'tuple' ? Math.max(argument.length, node.prefix.length) : argument.length;
  for (let index = 0; index < length; index += 1) {
    const child = nodeAt(index);
    if (child === null) continue;
    const known = old?.items[index];
    const value = convert(child, index < argument.length ? argument[index] : ABSENT, known?.value, depth);
    items.push({ key: known?.key ?? nextKey, value });
    if (known === undefined) nextKey += 1;
  }
  return { kind: 'list', sent: 'yes', items, nextKey };
}

function convertFields(node: ObjectNode, argument: JsonObject, before: FormValue, depth: number): FieldsValue {
  const old = before.kind === 'fields' ? before : undefined;
  const known = new Set(node.properties.map((property) => property.key));
  const fields = node.properties.map((property, index) =>
    convert(property.node, Object.hasOwn(argument, property.key) ? argument[property.key] : ABSENT, old?.fields[index], depth),
  );
  const further = Object.keys(argument).filter((key) => !known.has(key));
  const { additional } = node;
  if (additional === null) {
    const extra = further.map((name) => ({ name, value: argument[name] }));
    return { kind: 'fields', sent: 'yes', fields, entries: [], nextKey: 0, extra };
  }
  const entryOf = new Map(old?.entries.map((entry) => [entry.name, entry]));
  let nextKey = old?.nextKey ?? 0;
  const entries = further.map((name) => {
    const entry = entryOf.get(name);
    const value = convert(additional, argument[name], entry?.value, depth);
    if (entry !== undefined) return { ...entry, value };
    nextKey += 1;
    return { key: nextKey - 1, name, value };
  });
  return { kind: 'fields', sent: 'yes', fields, entries, nextKey, extra: [] };
}

function convertChoice(node: ChoiceNode, argument: unknown, before: FormValue, depth: number): FormValue {
  const old: ChoiceValue | undefined = before.kind === 'choice' ? before : undefined;
  const variant = bestVariant(node, argument, old?.variant ?? -1);
  const chosen = node.variants[variant];
  if (chosen === undefined) return raw(node, argument, before);
  const drafts = node.variants.map((_variant, index) => old?.drafts[index] ?? null);
  drafts[variant] = convert(chosen.node, argument, drafts[variant] ?? undefined, depth);
  return { kind: 'choice', sent: 'yes', variant, drafts };
}
