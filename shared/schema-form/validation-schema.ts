import { format as formats, type Schema } from '@cfworker/json-schema';
import { type InstanceFacts, TooComplex } from './instance-facts.ts';
import { isObject, type JsonObject, own } from './json.ts';
import { compilePattern, type StepBudget } from './pattern.ts';
import { KEYWORDS, TYPE_NAMES } from './schema-keywords.ts';

/** What a made-up part of the prepared schema stands for, to say it in words. */
export type Mark = { readonly code: 'pattern' | 'format'; readonly value: string } | { readonly code: 'never' };

/** A schema the validator can be trusted with, for one instance. */
export interface PreparedSchema {
  readonly schema: Schema;
  readonly marks: ReadonlyMap<unknown, Mark>;
}

const MAX_SCHEMA_NODES = 50_000;
const MAX_SCHEMA_DEPTH = 300;
const MAX_STEPS = 100_000;
const MAX_PATTERN_STEPS = 1_000_000;
const MAX_MATCHED_LENGTH = 10_000;
const MAX_COMPARED_ITEMS = 1000;

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
  readonly #prototype: object;
  readonly #patterns = new Map<string, ReadonlySet<string>>();
  readonly #budget: StepBudget = { steps: MAX_PATTERN_STEPS };
  #nodes = 0;

  constructor(facts: InstanceFacts, withIds: boolean) {
    this.#facts = facts;
    this.#withIds = withIds;
    this.#prototype = countingPrototype();
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
        if (isObject(value)) copy[key] = this.#patternMap(value, depth);
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

  /** Each pattern becomes the list of the instance's keys that match it. */
  #patternMap(value: JsonObject, depth: number): object {
    const copy: Record<string, unknown> = Object.create(null);
    for (const pattern of Object.keys(value)) {
      const failing = this.#failing(pattern, this.#facts.keys, 'keys');
      const matching = [...this.#facts.keys].filter((key) => failing !== null && !failing.has(key));
      if (matching.length > 0) copy[`^(?:${matching.map(escapeForPattern).join('|')})$`] = this.copy(value[pattern], depth);
    }
    return copy;
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
    const add = (mark: Mark, failing: ReadonlySet<string> | null) => {
      if (failing === null || failing.size === 0) return;
      const not = Object.assign(Object.create(this.#prototype), { enum: [...failing] });
      const check = Object.assign(Object.create(this.#prototype), { not });
      this.marks.set(check, mark);
      checks.push(check);
    };
    const pattern = own(schema, 'pattern');
    if (typeof pattern === 'string') add({ code: 'pattern', value: pattern }, this.#failing(pattern, this.#allTexts(), 'texts'));
    const format = own(schema, 'format');
    if (typeof format === 'string') add({ code: 'format', value: format }, failingFormat(format, this.#allTexts()));
    if (checks.length > 0) copy.allOf = [...(Array.isArray(copy.allOf) ? copy.allOf : []), ...checks];
  }

  /** Keys too, as `propertyNames` validates them like texts. */
  #allTexts(): ReadonlySet<string> {
    return new Set([...this.#facts.texts, ...this.#facts.keys]);
  }

  #failing(pattern: string, texts: ReadonlySet<string>, of: 'keys' | 'texts'): ReadonlySet<string> | null {
    const known = this.#patterns.get(`${of}:${pattern}`);
    if (known !== undefined) return known;
    const test = compilePattern(pattern, this.#budget);
    if (test === null) return null;
    const failing = new Set<string>();
    for (const text of texts) {
      if (text.length <= MAX_MATCHED_LENGTH && test(text) === false) failing.add(text);
    }
    this.#patterns.set(`${of}:${pattern}`, failing);
    return failing;
  }
}

/** The validator reads this property of every schema it applies: the one place to count its steps. */
function countingPrototype(): object {
  let steps = 0;
  return Object.create(null, {
    __absolute_recursive_ref__: {
      get() {
        steps += 1;
        if (steps > MAX_STEPS) throw new TooComplex();
        return undefined;
      },
    },
  });
}

const MAX_FORMAT_LENGTH = 2048;

function failingFormat(name: string, texts: ReadonlySet<string>): ReadonlySet<string> | null {
  const known = FORMATS.has(name) && Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (known === undefined) return null;
  return new Set([...texts].filter((text) => text.length <= MAX_FORMAT_LENGTH && !known(text)));
}

/** Without 'url' and 'uri-template', whose patterns can backtrack for very long. */
const FORMATS = new Set(
  'date time date-time duration uri uri-reference email hostname ipv4 ipv6 regex uuid json-pointer relative-json-pointer'.split(' '),
);

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
