import { emptyValue } from './empty-value.ts';
import { fromArgument } from './from-arguments.ts';
import type { FieldNode, FormPlan, ObjectNode, SolidNode, TupleNode } from './plan.ts';
import type { FieldsValue, FormValue, ListItem, ListValue } from './value.ts';

/** Most rows a list starts with, whatever its minItems says. */
const MAX_FIRST_ITEMS = 10;

/**
 * What a fresh form holds: required fields with their default or constant, everything optional not sent (its default
 * shows as the placeholder).
 */
export function initialValue(plan: FormPlan): FormValue {
  const { root } = plan;
  if (root.kind === 'json' && root.default === undefined) return { kind: 'json', sent: 'yes', text: '{}' };
  return root.kind === 'object' && root.default === undefined ? openValue(root) : initialField(root);
}

function initialField(node: FieldNode): FormValue {
  if (!node.required || node.kind === 'lazy') return emptyValue(node);
  if (node.default !== undefined) return fromArgument(node, node.default.value);
  switch (node.kind) {
    case 'string':
    case 'number':
    case 'enum':
    case 'json':
      return emptyValue(node);
    default:
      return node.nullable ? emptyValue(node) : openValue(node);
  }
}

/** A field the person just asked for: it is sent, and holds what its parts start with. */
export function openValue(node: SolidNode): FormValue {
  const { default: preset } = node;
  if (preset !== undefined && node.kind !== 'string' && node.kind !== 'number') return fromArgument(node, preset.value);
  switch (node.kind) {
    case 'string':
    case 'number':
      return { kind: 'text', sent: 'yes', text: preset === undefined ? '' : textOf(fromArgument(node, preset.value)) };
    case 'boolean':
      return { kind: 'boolean', sent: 'yes', checked: false };
    case 'enum':
      return { kind: 'option', sent: 'yes', option: -1 };
    case 'multi-enum':
      return { kind: 'options', sent: 'yes', options: [] };
    case 'const':
      return { kind: 'const', sent: 'yes' };
    case 'array':
      return listOf(Array.from({ length: Math.min(node.minItems ?? 0, MAX_FIRST_ITEMS) }, () => openField(node.item)));
    case 'tuple':
      return openTuple(node);
    case 'object':
      return openObject(node);
    case 'choice': {
      const [first] = node.variants;
      const drafts = node.variants.map((_variant, index) => (index === 0 && first !== undefined ? openVariant(first.node) : null));
      return { kind: 'choice', sent: 'yes', variant: first === undefined ? -1 : 0, drafts };
    }
    case 'json':
      return { kind: 'json', sent: 'yes', text: '' };
  }
}

/** A variant that was chosen. Its constants are sent even when they are optional: they say which variant it is. */
export function openVariant(node: FieldNode): FormValue {
  const value = openField(node);
  if (node.kind !== 'object' || value.kind !== 'fields') return value;
  const fields = value.fields.map(
    (field, index): FormValue => (node.properties[index]?.node.kind === 'const' ? { kind: 'const', sent: 'yes' } : field),
  );
  return { ...value, fields };
}

/** Like `openValue`, but a lazy part stays closed: a required recursion would never end. */
function openField(node: FieldNode): FormValue {
  return node.kind === 'lazy' ? emptyValue(node) : openValue(node);
}

function openObject(node: ObjectNode): FieldsValue {
  const fields = node.properties.map((property) => initialField(property.node));
  return { kind: 'fields', sent: 'yes', fields, entries: [], nextKey: 0, extra: [] };
}

function openTuple(node: TupleNode): ListValue {
  return listOf(node.prefix.map((item) => (item.required ? openField(item) : emptyValue(item))));
}

function listOf(values: readonly FormValue[]): ListValue {
  const items: ListItem[] = values.map((value, key) => ({ key, value }));
  return { kind: 'list', sent: 'yes', items, nextKey: items.length };
}

function textOf(value: FormValue): string {
  return value.kind === 'text' && value.sent === 'yes' ? value.text : '';
}
