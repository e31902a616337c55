import { childPath, type FieldIssue } from './issue.ts';
import { setOwn } from './json.ts';
import { type FieldNode, type FormPlan, type NumberNode, type ObjectNode, solid } from './plan.ts';
import type { ChoiceValue, FieldsValue, FormValue, ListValue } from './value.ts';

/** Stands for "not sent". */
export const ABSENT = Symbol('not sent');

export interface FormArguments {
  readonly args: unknown;
  /** What the form itself cannot turn into arguments; the schema is checked by `validateArguments`. */
  readonly issues: FieldIssue[];
}

/** The arguments a form says. A part that cannot be read is left out and named in the issues. */
export function toArguments(plan: FormPlan, value: FormValue): FormArguments {
  const issues: FieldIssue[] = [];
  const args = toArgument(plan.root, value, '', issues);
  return { args: args === ABSENT ? {} : args, issues };
}

/** The argument of one field, or ABSENT. */
export function toArgument(node: FieldNode, value: FormValue, path: string, issues: FieldIssue[]): unknown {
  if (value.sent === 'no') return ABSENT;
  if (value.sent === 'null') return null;
  if (value.sent === 'raw') return parseJson(value.raw ?? '', path, issues);
  const target = solid(node);
  switch (value.kind) {
    case 'text':
      return target.kind === 'number' ? readNumber(target, value.text, path, issues) : value.text;
    case 'boolean':
      return value.checked;
    case 'option':
      return target.kind === 'enum' ? optionValue(target.options[value.option], path, issues) : ABSENT;
    case 'options':
      if (target.kind !== 'multi-enum') return ABSENT;
      return value.options.flatMap((index) => target.options[index] ?? []).map((option) => option.value);
    case 'const':
      return target.kind === 'const' ? target.value : ABSENT;
    case 'list':
      return readList(target, value, path, issues);
    case 'fields':
      return target.kind === 'object' ? readFields(target, value, path, issues) : ABSENT;
    case 'choice':
      return readChoice(target, value, path, issues);
    case 'json':
      return parseJson(value.text, path, issues);
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readNumber(node: NumberNode, typed: string, path: string, issues: FieldIssue[]): unknown {
  const text = typed.trim();
  if (text === '') {
    if (node.required) issues.push({ path, code: 'required', message: 'Required' });
    return ABSENT;
  }
  const parsed = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(parsed)) {
    issues.push({ path, code: 'number', message: NUMBER.test(text) ? 'This number is too large' : 'Must be a number, such as 12 or 0.5' });
    return ABSENT;
  }
  if (/^[+-]?\d{16,}$/.test(text) && BigInt(text.replace('+', '')) !== BigInt(parsed)) {
    issues.push({ path, code: 'number', message: `This number has too many digits; it would be sent as ${parsed}` });
  }
  return parsed;
}

function optionValue(option: { readonly value: unknown } | undefined, path: string, issues: FieldIssue[]): unknown {
  if (option !== undefined) return option.value;
  issues.push({ path, code: 'required', message: 'Choose one' });
  return ABSENT;
}

function readList(node: FieldNode, value: ListValue, path: string, issues: FieldIssue[]): unknown {
  if (node.kind !== 'array' && node.kind !== 'tuple') return ABSENT;
  const list: unknown[] = [];
  const nodes = value.items.map((_item, index) => (node.kind === 'array' ? node.item : (node.prefix[index] ?? node.rest)));
  const last = value.items.findLastIndex((item) => item.value.sent !== 'no');
  // The end of a tuple may be left out; a hole before it may not.
  const items = node.kind === 'tuple' ? value.items.slice(0, last + 1) : value.items;
  for (const [index, item] of items.entries()) {
    const child = nodes[index];
    if (child === undefined || child === null) continue;
    const itemPath = childPath(path, index);
    const known = issues.length;
    const read = toArgument(child, item.value, itemPath, issues);
    if (read === ABSENT && issues.length === known) issues.push({ path: itemPath, code: 'required', message: 'Required' });
    list.push(read === ABSENT ? null : read);
  }
  return list;
}

function readFields(node: ObjectNode, value: FieldsValue, path: string, issues: FieldIssue[]): unknown {
  const object = {};
  const taken = new Set(node.properties.map((property) => property.key));
  for (const [index, property] of node.properties.entries()) {
    const field = value.fields[index];
    if (field === undefined) continue;
    const read = toArgument(property.node, field, childPath(path, property.key), issues);
    if (read !== ABSENT) setOwn(object, property.key, read);
  }
  for (const entry of value.entries) {
    if (node.additional === null) continue;
    const entryPath = childPath(path, entry.name);
    if (taken.has(entry.name))
      issues.push({ path: entryPath, code: 'duplicate-key', message: `The name "${entry.name}" stands here twice` });
    else if (entry.name === '') issues.push({ path: entryPath, code: 'duplicate-key', message: 'Enter a name' });
    taken.add(entry.name);
    const read = toArgument(node.additional, entry.value, entryPath, issues);
    if (read !== ABSENT) setOwn(object, entry.name, read);
  }
  for (const extra of value.extra) if (!Object.hasOwn(object, extra.name)) setOwn(object, extra.name, extra.value);
  return object;
}

function readChoice(node: FieldNode, value: ChoiceValue, path: string, issues: FieldIssue[]): unknown {
  const variant = node.kind === 'choice' ? node.variants[value.variant] : undefined;
  const draft = value.drafts[value.variant];
  if (variant !== undefined && draft !== undefined && draft !== null) {
    const known = issues.length;
    const read = toArgument(variant.node, draft, path, issues);
    if (read === ABSENT && issues.length === known) issues.push({ path, code: 'required', message: 'Required' });
    return read;
  }
  issues.push({ path, code: 'choice', message: 'Choose one' });
  return ABSENT;
}

function parseJson(text: string, path: string, issues: FieldIssue[]): unknown {
  if (text.trim() === '') {
    issues.push({ path, code: 'json', message: 'Enter a JSON value' });
    return ABSENT;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    issues.push({ path, code: 'json', message: jsonProblem(text, error) });
    return ABSENT;
  }
}

/** The engine's words, with line and column where it gives a position. */
export function jsonProblem(text: string, error: unknown): string {
  const words = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(words);
  if (position === null) return /end of JSON/i.test(words) ? 'Not valid JSON: it ends too early' : 'Not valid JSON';
  const before = text.slice(0, Number(position[1])).split('\n');
  return `Not valid JSON: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
