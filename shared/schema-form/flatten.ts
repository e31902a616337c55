import { isObject, type JsonObject, own, text } from './json.ts';
import { LIMITS } from './limits.ts';
import { mergeSchemas } from './merge.ts';
import type { JsonReason } from './plan.ts';
import type { References } from './references.ts';

/** A schema without `$ref` and `allOf` at its top. */
export interface FlatSchema {
  readonly schema: JsonObject;
  /** What references led to, to notice recursion. */
  readonly targets: readonly unknown[];
  /** Title or name of the definition a reference led to. */
  readonly refName?: string;
}

export type Flattened = FlatSchema | { readonly problem: JsonReason };

/** Counts the work of one planning run; shared by all its parts. */
export interface WorkBudget {
  work: number;
}

const MAX_CHAIN = 100;

/** Resolves `$ref` and merges `allOf`, so that one plain schema is left. */
export function flatten(schema: unknown, references: References, budget: WorkBudget): Flattened {
  return flattenStep(schema, references, budget, []);
}

function flattenStep(schema: unknown, references: References, budget: WorkBudget, chain: readonly unknown[]): Flattened {
  budget.work += 1;
  if (budget.work > LIMITS.work || chain.length > MAX_CHAIN) return { problem: 'too-complex' };
  if (schema === true) return { schema: {}, targets: [] };
  if (schema === false) return { problem: 'impossible' };
  if (!isObject(schema)) return { problem: 'invalid' };
  const ref = own(schema, '$ref');
  const allOf = own(schema, 'allOf');
  if (typeof ref !== 'string' && !Array.isArray(allOf)) return { schema, targets: [] };

  const { $ref: _ref, allOf: _allOf, ...rest } = schema;
  let flat: FlatSchema = { schema: rest, targets: [] };
  if (typeof ref === 'string') {
    const target = references.find(ref);
    if (target === undefined) return { problem: 'unresolved-ref' };
    if (chain.includes(target)) return { problem: 'cyclic-ref' };
    const found = flattenStep(target, references, budget, [...chain, target]);
    if ('problem' in found) return found;
    const { title, ...body } = found.schema;
    const merged = combine(flat, { schema: body, targets: [target, ...found.targets] }, budget);
    if (merged === null) return { problem: 'unmergeable' };
    flat = { ...merged, refName: text(title) ?? found.refName ?? nameInRef(ref) };
  }
  for (const part of Array.isArray(allOf) ? allOf : []) {
    const found = flattenStep(part, references, budget, [...chain, schema]);
    if ('problem' in found) return found;
    const merged = combine(flat, found, budget);
    if (merged === null) return { problem: 'unmergeable' };
    flat = merged;
  }
  return flat;
}

function combine(a: FlatSchema, b: FlatSchema, budget: WorkBudget): FlatSchema | null {
  budget.work += size(a.schema) + size(b.schema);
  const schema = mergeSchemas(a.schema, b.schema);
  if (schema === null) return null;
  return { schema, targets: [...a.targets, ...b.targets], refName: a.refName ?? b.refName };
}

/** What merging a schema walks through. */
function size(schema: JsonObject): number {
  const parts = [own(schema, 'properties'), own(schema, 'patternProperties'), own(schema, 'dependentSchemas')];
  const lists = [own(schema, 'enum'), own(schema, 'required')];
  return (
    Object.keys(schema).length +
    parts.reduce<number>((sum, part) => sum + (isObject(part) ? Object.keys(part).length : 0), 0) +
    lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0)
  );
}

function nameInRef(ref: string): string | undefined {
  return text(ref.slice(Math.max(ref.lastIndexOf('/'), ref.lastIndexOf('#')) + 1));
}
