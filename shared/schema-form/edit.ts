import { emptyValue } from './empty-value.ts';
import { openValue, openVariant } from './initial-value.ts';
import { type ChoiceNode, type FieldNode, solid } from './plan.ts';
import type { ChoiceValue, FieldsValue, FormValue, ListValue, MapEntry, OptionsValue } from './value.ts';

/** Back to "not sent". Text is forgotten; lists, objects and variants come back when the field is added again. */
export function clearField(node: FieldNode, value: FormValue): FormValue {
  if (value.kind === 'text' || value.kind === 'option' || value.kind === 'options' || value.sent === 'raw') return emptyValue(node);
  return { ...value, sent: 'no' };
}

/** Sends a field that was not sent, with its earlier draft when it has one. */
export function addField(node: FieldNode, value: FormValue): FormValue {
  const hasDraft =
    (value.kind === 'fields' && value.fields.length > 0) ||
    (value.kind === 'list' && value.nextKey > 0) ||
    (value.kind === 'choice' && value.variant >= 0) ||
    (value.kind === 'json' && value.text !== '' && node.kind !== 'lazy');
  return hasDraft ? { ...value, sent: 'yes' } : openValue(solid(node));
}

/** From JSON back to the field of its own kind. */
export function resetField(node: FieldNode, value: FormValue): FormValue {
  const { raw: _raw, ...draft } = value;
  return node.required ? addField(node, { ...draft, sent: 'no' }) : { ...draft, sent: 'no' };
}

export function setText(node: FieldNode, value: FormValue, text: string): FormValue {
  const emptied = text === '' && !node.required && !keepsEmptyText(node);
  return value.kind === 'text' ? { kind: 'text', sent: emptied ? 'no' : 'yes', text } : value;
}

/** Only free text has an empty text worth sending; an emptied number or date is not sent. */
function keepsEmptyText(node: FieldNode): boolean {
  return node.kind === 'string' && node.format === undefined;
}

export function addItem(item: FieldNode, value: ListValue): ListValue {
  const added = { key: value.nextKey, value: openValue(solid(item)) };
  return { ...value, sent: 'yes', items: [...value.items, added], nextKey: value.nextKey + 1 };
}

export function removeItem(value: ListValue, key: number): ListValue {
  return { ...value, items: value.items.filter((item) => item.key !== key) };
}

/** Moves an item by `step` places (-1 up, 1 down); at the end of the list nothing happens. */
export function moveItem(value: ListValue, key: number, step: -1 | 1): ListValue {
  const from = value.items.findIndex((item) => item.key === key);
  const to = from + step;
  const moved = value.items[from];
  const other = value.items[to];
  if (moved === undefined || other === undefined) return value;
  return { ...value, items: value.items.with(from, other).with(to, moved) };
}

export function setItem(value: ListValue, key: number, change: (value: FormValue) => FormValue): ListValue {
  return { ...value, items: value.items.map((item) => (item.key === key ? { key, value: change(item.value) } : item)) };
}

export function setProperty(value: FieldsValue, index: number, change: (value: FormValue) => FormValue): FieldsValue {
  const before = value.fields[index];
  return before === undefined ? value : { ...value, fields: value.fields.with(index, change(before)) };
}

export function addEntry(item: FieldNode, value: FieldsValue): FieldsValue {
  const added: MapEntry = { key: value.nextKey, name: '', value: openValue(solid(item)) };
  return { ...value, sent: 'yes', entries: [...value.entries, added], nextKey: value.nextKey + 1 };
}

export function removeEntry(value: FieldsValue, key: number): FieldsValue {
  return { ...value, entries: value.entries.filter((entry) => entry.key !== key) };
}

export function setEntry(value: FieldsValue, key: number, change: (entry: MapEntry) => MapEntry): FieldsValue {
  return { ...value, entries: value.entries.map((entry) => (entry.key === key ? change(entry) : entry)) };
}

export function removeExtra(value: FieldsValue, name: string): FieldsValue {
  return { ...value, extra: value.extra.filter((extra) => extra.name !== name) };
}

/** Chooses a variant; what was typed into the others stays. */
export function chooseVariant(node: ChoiceNode, value: ChoiceValue, variant: number): ChoiceValue {
  const chosen = node.variants[variant];
  if (chosen === undefined) return value;
  const drafts = node.variants.map((_variant, index) => value.drafts[index] ?? null);
  drafts[variant] ??= openVariant(solid(chosen.node));
  return { kind: 'choice', sent: 'yes', variant, drafts };
}

export function setDraft(value: ChoiceValue, change: (value: FormValue) => FormValue): ChoiceValue {
  const draft = value.drafts[value.variant];
  return draft === undefined || draft === null ? value : { ...value, drafts: value.drafts.with(value.variant, change(draft)) };
}

/** Adds or takes away one option, in the order of the schema. */
export function toggleOption(value: OptionsValue, option: number): OptionsValue {
  const options = value.options.includes(option)
    ? value.options.filter((other) => other !== option)
    : [...value.options, option].sort((a, b) => a - b);
  return { kind: 'options', sent: 'yes', options };
}
