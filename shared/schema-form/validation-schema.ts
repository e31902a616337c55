import type { Schema } from '@cfworker/json-schema';
import { type InstanceFacts, TooComplex } from './instance-facts.ts';
import { isObject, type JsonObject, own } from './json.ts';
import { KEYWORDS, TYPE_NAMES } from './schema-keywords.ts';
import { type TextRule, TextRules } from './text-rules.ts';

/** What a made-up part of the prepared schema stands for, to say it in words. */
export type Mark = TextRule | { readonly code: 'never' };

/** A schema the validator can be trusted with, for one instance. */
export interface PreparedSchema {
  readonly schema: Schema;
  readonly marks: ReadonlyMap<unknown, Mark>;
}

const MAX_SCHEMA_NODES = 50_000;
const MAX_SCHEMA_DEPTH = 300;
const MAX_STEPS = 100_000;
const MAX_COMPARED_ITEMS = 1000;
const MAX_MATCHED_KEYS = 5000;
/** Comparisons with the texts of a rule that count as one step. */
const COMPARED_IN_A_STEP = 1000;

/**
 * A copy of the schema for one instance (the validator writes into what it gets): keywords of a wrong type are left out,
 * patterns and formats are decided here for every text of the instance, and each step of validation is counted.
 */
export function prepareSchema(schema: unknown, facts: InstanceFacts, withIds: boolean): PreparedSchema {
  const preparation = new Preparation(facts, withIds);
  return { schema: preparation.copy(schema, 0) as Schema, marks: preparation.marks };
}

class Preparation {
  readonly marks = new Map<unknown, Mark>();
  readonly #facts: InstanceFacts;
  readonly #withIds: boolean;
  readonly #rules: TextRules;
  readonly #prototype: object;
  #nodes = 0;
  #steps = 0;

  constructor(facts: InstanceFacts, withIds: boolean) {
    this.#facts = facts;
    this.#withIds = withIds;
    this.#rules = new TextRules(facts);
    this.#prototype = this.#countedAs(1);
  }

  copy(schema: unknown, depth: number): unknown {
    this.#nodes += 1;
    if (this.#nodes > MAX_SCHEMA_NODES) throw new TooComplex();
    if (schema === false) return this.#never();
    if (!isObject(schema) || depth > MAX_SCHEMA_DEPTH) return true;
    const copy: Record<string, unknown> = Object.create(this.#prototype);
    for (const key of Object.keys(schema)) this.#keyword(copy, key, schema[key], depth + 1);
    this.#addNullable(copy, schema);
    this.#addTextChecks(copy, schema);
    return copy;
  }

  #never(): object {
    const never = Object.assign(Object.create(this.#prototype), { not: Object.create(this.#prototype) });
    this.marks.set(never, { code: 'never' });
    return never;
  }

  #keyword(copy: Record<string, unknown>, key: string, value: unknown, depth: number): void {
    const expected = KEYWORDS.get(key);
    switch (expected) {
      case 'skip':
        return;
      case 'id':
        if (this.#withIds && typeof value === 'string') copy[key] = value;
        return;
      case 'text':
        if (typeof value === 'string') copy[key] = value;
        return;
      case 'number':
        if (typeof value === 'number' && Number.isFinite(value)) copy[key] = value;
        return;
      case 'step':
        if (typeof value === 'number' && Number.isFinite(value) && value > 0) copy[key] = value;
        return;
      case 'unique':
        if (value === true && this.#facts.longestList <= MAX_COMPARED_ITEMS) copy[key] = true;
        return;
      case 'names':
        copy[key] = textList(value);
        return;
      case 'type':
        if (typeof value === 'string' ? TYPE_NAMES.has(value) : Array.isArray(value) && value.length > 0) copy[key] = value;
        return;
      case 'values':
        if (Array.isArray(value)) copy[key] = value;
        return;
      case 'value':
        copy[key] = value;
        return;
      case 'schemas':
        if (Array.isArray(value)) copy[key] = value.map((part) => this.copy(part, depth));
        return;
      case 'map':
        if (isObject(value)) copy[key] = this.#map(value, depth);
        return;
      case 'pattern-map':
        if (isObject(value)) this.#patternMap(copy, value, depth);
        return;
      case 'names-map':
        if (isObject(value)) copy[key] = namesMap(value);
        return;
      case 'dependencies':
        if (isObject(value)) this.#dependencies(copy, value, depth);
        return;
      default:
        // `items` of draft-07 may be a list; an unknown keyword may hold what a $ref points at.
        if (Array.isArray(value)) copy[key] = key === 'items' ? value.map((part) => this.copy(part, depth)) : undefined;
        else if (isObject(value) || typeof value === 'boolean') copy[key] = this.copy(value, depth);
    }
  }

  #map(value: JsonObject, depth: number): object {
    const copy: Record<string, unknown> = Object.create(null);
    for (const key of Object.keys(value)) copy[key] = this.copy(value[key], depth);
    return copy;
  }

  /** Each pattern becomes the list of the instance's keys that match it; of keys nobody can tell, nothing is asked. */
  #patternMap(copy: Record<string, unknown>, value: JsonObject, depth: number): void {
    const { size } = this.#facts.keys;
    if (size > MAX_MATCHED_KEYS) throw new TooComplex();
    // What each application costs: the validator tries every key against every list.
    Object.setPrototypeOf(copy, this.#countedAs(1 + size));
    const schemas = new Map<string, unknown[]>();
    const add = (keys: readonly string[], schema: () => unknown) => {
      if (keys.length === 0) return;
      const list = `^(?:${keys.map(escapeForPattern).join('|')})$`;
      schemas.set(list, [...(schemas.get(list) ?? []), schema()]);
    };
    for (const pattern of Object.keys(value)) {
      const { matching, undecided } = this.#rules.keysFor(pattern);
      add(matching, () => this.copy(value[pattern], depth));
      add(undecided, () => true);
    }
    const map: Record<string, unknown> = Object.create(null);
    for (const [list, parts] of schemas) map[list] = Object.assign(Object.create(this.#prototype), { allOf: parts });
    copy.patternProperties = map;
  }

  #dependencies(copy: Record<string, unknown>, value: JsonObject, depth: number): void {
    const lists = Object.fromEntries(Object.entries(value).filter(([, part]) => Array.isArray(part)));
    const schemas = Object.fromEntries(Object.entries(value).filter(([, part]) => !Array.isArray(part)));
    if (Object.keys(lists).length > 0) copy.dependentRequired ??= namesMap(lists);
    if (Object.keys(schemas).length > 0) copy.dependentSchemas ??= this.#map(schemas, depth);
  }

  /** OpenAPI's `nullable: true`, which many generators still write. */
  #addNullable(copy: Record<string, unknown>, schema: JsonObject): void {
    if (own(schema, 'nullable') !== true) return;
    if (typeof copy.type === 'string') copy.type = [copy.type, 'null'];
    else if (Array.isArray(copy.type)) copy.type = [...copy.type, 'null'];
    if (Array.isArray(copy.enum)) copy.enum = [...copy.enum, null];
  }

  /** Texts that fail a pattern or format are ruled out one by one; the mark remembers why. */
  #addTextChecks(copy: Record<string, unknown>, schema: JsonObject): void {
    const checks: object[] = [];
    for (const code of ['pattern', 'format'] as const) {
      const value = own(schema, code);
      if (typeof value !== 'string') continue;
      const failing = this.#rules.failing({ code, value });
      if (failing.length === 0) continue;
      const not = Object.assign(Object.create(this.#countedAs(1 + failing.length / COMPARED_IN_A_STEP)), { enum: failing });
      const check = Object.assign(Object.create(this.#prototype), { not });
      this.marks.set(check, { code, value });
      checks.push(check);
    }
    if (checks.length > 0) copy.allOf = [...(Array.isArray(copy.allOf) ? copy.allOf : []), ...checks];
  }

  /** The validator reads this property of every schema it applies: the one place to count its steps. */
  #countedAs(steps: number): object {
    const count = () => {
      this.#steps += steps;
      if (this.#steps > MAX_STEPS) throw new TooComplex();
      return undefined;
    };
    return Object.create(null, { __absolute_recursive_ref__: { get: count } });
  }
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}

function namesMap(value: JsonObject): object {
  const copy: Record<string, string[]> = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = textList(value[key]);
  return copy;
}

function escapeForPattern(key: string): string {
  return key.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
