import { count, type JsonObject, own } from './json.ts';
import { LIMITS } from './limits.ts';
import type { ArrayNode, MultiEnumNode, TupleNode } from './plan.ts';
import type { MakeBase } from './plan-leaf.ts';
import type { PlanChild } from './planner.ts';
import { arrayHint } from './type-hint.ts';

/** A list, a set of options, or a tuple (`prefixItems`, or `items` as an array in draft-07). */
export function planArray(schema: JsonObject, base: MakeBase, plan: PlanChild): ArrayNode | MultiEnumNode | TupleNode {
  const items = own(schema, 'items');
  const prefix = own(schema, 'prefixItems');
  if (Array.isArray(prefix) && prefix.length > 0 && prefix.length <= LIMITS.tupleItems) return planTuple(schema, prefix, items, base, plan);
  if (Array.isArray(items) && items.length > 0 && items.length <= LIMITS.tupleItems) {
    return planTuple(schema, items, own(schema, 'additionalItems'), base, plan);
  }
  const minItems = count(own(schema, 'minItems'));
  const maxItems = count(own(schema, 'maxItems'));
  const item = plan(Array.isArray(items) || items === undefined ? true : items, { label: '', required: true });
  if (item.kind === 'enum' && !item.nullable) {
    return { ...base(schema, arrayHint(schema, item)), kind: 'multi-enum', options: item.options, minItems, maxItems };
  }
  return { ...base(schema, arrayHint(schema, item)), kind: 'array', item, minItems, maxItems, unique: own(schema, 'uniqueItems') === true };
}

function planTuple(schema: JsonObject, prefix: readonly unknown[], more: unknown, base: MakeBase, plan: PlanChild): TupleNode {
  const minItems = count(own(schema, 'minItems'));
  const maxItems = count(own(schema, 'maxItems'));
  const open = more !== false && (maxItems === undefined || maxItems > prefix.length);
  const wanted = more !== undefined || (minItems !== undefined && minItems > prefix.length);
  return {
    ...base(schema, arrayHint(schema, null)),
    kind: 'tuple',
    prefix: prefix.map((item, index) => plan(item, { label: '', required: minItems === undefined || index < minItems })),
    rest: open && wanted ? plan(more ?? true, { label: '', required: true }) : null,
    minItems,
    maxItems,
  };
}
