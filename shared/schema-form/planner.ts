import { type FlatSchema, type Flattened, flatten, type WorkBudget } from './flatten.ts';
import { clip, isObject, type JsonObject, own, text } from './json.ts';
import { LIMITS } from './limits.ts';
import { typeList } from './merge.ts';
import type { ChoiceNode, FieldNode, LazyNode, NodeBase, SolidNode, Variant } from './plan.ts';
import { planArray } from './plan-array.ts';
import { enumOptions, type MakeBase, planConst, planEnum, planJson, planNumber, planString } from './plan-leaf.ts';
import { planObject } from './plan-object.ts';
import { readUnion, type UnionVariant } from './plan-union.ts';
import { createReferences, type References } from './references.ts';
import { TYPE_NAMES } from './schema-keywords.ts';

/** Where a field stands in its form. */
export interface Place {
  readonly label: string;
  readonly required: boolean;
}

export type PlanChild = (schema: unknown, place: Place) => FieldNode;

interface Spot extends Place {
  readonly depth: number;
  /** What the references above led to: meeting one of them again is recursion. */
  readonly above: readonly unknown[];
  readonly nullable: boolean;
  readonly isRoot: boolean;
}

interface Run extends WorkBudget {
  nodes: number;
}

/** Plans parts of one schema document. */
export function createPlanner(root: unknown): { plan(schema: unknown, place: Place): SolidNode } {
  const references = createReferences(root);
  return { plan: (schema, place) => planFresh(schema, place, references) };
}

function planFresh(schema: unknown, place: Place, references: References): SolidNode {
  return new Planning(references).solidAt(schema, { ...place, depth: 0, above: [], nullable: false, isRoot: true });
}

class Planning {
  readonly #references: References;
  readonly #run: Run = { work: 0, nodes: 0 };

  constructor(references: References) {
    this.#references = references;
  }

  #at(schema: unknown, spot: Spot): FieldNode {
    const { nodes } = this.#run;
    const full = nodes >= LIMITS.nodes || spot.depth >= LIMITS.depth;
    if (nodes >= LIMITS.leaves || (full && isCompound(schema))) return this.#lazy(schema, spot, schema);
    const flat = this.#flatten(schema);
    if ('schema' in flat && flat.targets.some((target) => spot.above.includes(target))) return this.#lazy(schema, spot, flat.schema);
    return this.#solid(schema, flat, spot);
  }

  /** Plans one part whatever the budget; its children go by the budget. */
  solidAt(schema: unknown, spot: Spot): SolidNode {
    return this.#solid(schema, this.#flatten(schema), spot);
  }

  #flatten = (schema: unknown): Flattened => flatten(schema, this.#references, this.#run);

  #solid(schema: unknown, flat: Flattened, spot: Spot): SolidNode {
    this.#run.nodes += 1;
    if ('problem' in flat) return planJson(isObject(schema) ? schema : {}, flat.problem, baseFor(spot));
    return this.#flat(flat, { ...spot, above: [...spot.above, ...flat.targets] });
  }

  #flat(flat: FlatSchema, place: Spot): SolidNode {
    const { schema } = flat;
    const spot = own(schema, 'nullable') === true ? { ...place, nullable: true } : place;
    if (Object.hasOwn(schema, 'const')) return planConst(schema, schema.const, baseFor(spot));
    if (Array.isArray(own(schema, 'enum'))) return this.#enum(schema, spot);

    const union = readUnion(schema, this.#flatten);
    switch (union.kind) {
      case 'problem':
        return planJson(union.rest, union.reason, baseFor(spot));
      case 'single':
        return this.#again(union.schema, { ...spot, depth: spot.depth + 1, nullable: spot.nullable || union.nullable });
      case 'options':
        return planEnum(schema, union.options, spot.label, baseFor({ ...spot, nullable: spot.nullable || union.nullable }));
      case 'variants':
        return this.#choice(union.rest, union.variants, { ...spot, nullable: spot.nullable || union.nullable });
      case 'none':
        return this.#typed(schema, spot);
    }
  }

  #enum(schema: JsonObject, spot: Spot): SolidNode {
    const options = enumOptions(schema);
    const solid = options.filter((option) => option.value !== null);
    const nullable = solid.length < options.length && solid.length > 0;
    return planEnum(schema, nullable ? solid : options, spot.label, baseFor({ ...spot, nullable: spot.nullable || nullable }));
  }

  /** A schema that became another one at the same place. Flattened again, as it may hold a `$ref` of its own. */
  #again(schema: JsonObject, spot: Spot): SolidNode {
    if (spot.depth > MAX_REWRITES) return planJson(schema, 'too-complex', baseFor(spot));
    const flat = this.#flatten(schema);
    return this.#solid(schema, flat, spot);
  }

  #typed(schema: JsonObject, place: Spot): SolidNode {
    const named = typeList(own(schema, 'type')).filter((type) => TYPE_NAMES.has(type));
    const types = named.filter((type) => type !== 'null' && !(type === 'integer' && named.includes('number')));
    const spot = types.length < named.length && named.includes('null') && types.length > 0 ? { ...place, nullable: true } : place;
    const [only] = types;
    if (named.length > 0 && only === undefined) return planConst(schema, null, baseFor(spot));
    if (types.length >= 5) return planJson(schema, 'any', baseFor(spot));
    if (types.length > 1) return this.#choice(withoutType(schema), typeVariants(schema, types), spot);
    return this.#one(schema, only ?? inferType(schema), spot);
  }

  #one(schema: JsonObject, type: string | undefined, spot: Spot): SolidNode {
    const base = baseFor(spot);
    const plan: PlanChild = (child, place) =>
      this.#at(child, { ...place, depth: spot.depth + 1, above: spot.above, nullable: false, isRoot: false });
    switch (type) {
      case 'string':
        return planString(schema, spot.label, base);
      case 'integer':
      case 'number':
        return planNumber(schema, type === 'integer', base);
      case 'boolean':
        return { ...base(schema, 'boolean'), kind: 'boolean' };
      case 'array':
        return planArray(schema, base, plan);
      case 'object':
        return planObject(schema, spot.isRoot, base, plan, this.#flatten);
      default:
        return planJson(schema, 'any', base);
    }
  }

  #choice(schema: JsonObject, found: readonly UnionVariant[], spot: Spot): ChoiceNode {
    const names = new Set<string>();
    const variants: Variant[] = found.map((variant, index) => {
      const above = [...spot.above, ...variant.targets];
      const place: Spot = { label: '', required: true, depth: spot.depth + 1, above, nullable: false, isRoot: spot.isRoot };
      const recursive = variant.targets.some((target) => spot.above.includes(target));
      const node = recursive ? this.#lazy(variant.schema, place, variant.schema) : this.#at(variant.schema, place);
      let label = variant.label || node.typeHint;
      if (names.has(label)) label = `${label} ${index + 1}`;
      names.add(label);
      return { label, node };
    });
    return { ...baseFor(spot)(schema, 'one of'), kind: 'choice', variants };
  }

  #lazy(schema: unknown, spot: Spot, seen: unknown): LazyNode {
    let node: SolidNode | undefined;
    const { label, required, nullable } = spot;
    const expand = (): SolidNode => {
      node ??= new Planning(this.#references).solidAt(schema, { label, required, nullable, depth: 0, above: [], isRoot: false });
      return node;
    };
    const known = isObject(seen) ? seen : {};
    const type = own(known, 'type');
    return { ...baseFor(spot)(known, typeof type === 'string' ? clip(type, 40) : 'object'), kind: 'lazy', expand };
  }
}

/** Unions of one within unions of one. */
const MAX_REWRITES = 50;

function isCompound(schema: unknown): boolean {
  return (
    isObject(schema) &&
    ['properties', 'items', 'prefixItems', '$ref', 'allOf', 'oneOf', 'anyOf', 'additionalProperties'].some((key) =>
      Object.hasOwn(schema, key),
    )
  );
}

/** The type the keywords speak of when `type` is missing. */
function inferType(schema: JsonObject): string | undefined {
  const has = (...keys: string[]) => keys.some((key) => Object.hasOwn(schema, key));
  if (has('properties', 'required', 'additionalProperties', 'patternProperties')) return 'object';
  if (has('items', 'prefixItems', 'minItems', 'maxItems')) return 'array';
  if (has('minLength', 'maxLength', 'pattern', 'format', 'contentEncoding')) return 'string';
  return has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf') ? 'number' : undefined;
}

function withoutType(schema: JsonObject): JsonObject {
  const { type: _type, ...rest } = schema;
  return rest;
}

function typeVariants(schema: JsonObject, types: readonly string[]): UnionVariant[] {
  const { title: _title, description: _description, default: _default, examples: _examples, ...rest } = schema;
  return types.map((type) => ({ label: type, schema: { ...rest, type }, targets: [] }));
}

function baseFor(spot: Spot): MakeBase {
  return (schema, typeHint): NodeBase => {
    const description = text(own(schema, 'description'));
    const examples = own(schema, 'examples') ?? (Object.hasOwn(schema, 'example') ? [schema.example] : []);
    return {
      label: clip(text(own(schema, 'title')) ?? spot.label, LIMITS.labelLength),
      ...(description === undefined ? {} : { description: clip(description, LIMITS.descriptionLength) }),
      required: spot.required,
      nullable: spot.nullable,
      typeHint: spot.nullable ? `${typeHint} or null` : typeHint,
      ...(Object.hasOwn(schema, 'default') ? { default: { value: schema.default } } : {}),
      examples: Array.isArray(examples) ? examples.slice(0, LIMITS.examples) : [],
      deprecated: own(schema, 'deprecated') === true,
    };
  };
}
