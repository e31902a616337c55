import { dereference, type OutputUnit, type SchemaDraft, validate } from '@cfworker/json-schema';
import { type InstanceFacts, readInstance } from './instance-facts.ts';
import { childPath, type FieldIssue } from './issue.ts';
import { issueText } from './issue-text.ts';
import { isObject, own } from './json.ts';
import { type PreparedSchema, prepareSchema } from './validation-schema.ts';

export const MAX_ISSUES = 50;

/**
 * What is wrong with a tool's arguments, at most 50 issues, in the order found. Never throws; a schema that cannot be
 * used, or would cost too much, finds nothing: the server has the last word.
 */
export function validateArguments(schema: unknown, args: unknown): FieldIssue[] {
  try {
    const checked = check(schema, args);
    return new IssueReader(checked).read();
  } catch {
    return [];
  }
}

/** One sentence when structured content does not fit the tool's output schema, else null. */
export function validateOutput(schema: unknown, value: unknown): string | null {
  if (value === undefined) return 'The tool promises structured content but sent none';
  const issues = validateArguments(schema, value);
  const [first] = issues;
  if (first === undefined) return null;
  const where = first.path === '' ? '' : `${first.path}: `;
  const more = issues.length > 1 ? ` (and ${issues.length - 1}${issues.length === MAX_ISSUES ? ' or more' : ''} other)` : '';
  return `The structured content does not fit the tool’s output schema: ${where}${first.message}${more}`;
}

interface Checked extends PreparedSchema {
  readonly lookup: Record<string, unknown>;
  readonly errors: readonly OutputUnit[];
}

function check(schema: unknown, instance: unknown): Checked {
  const facts = readInstance(instance);
  const { prepared, lookup } = index(schema, facts);
  const { errors } = validate(instance, prepared.schema, draftOf(schema), lookup, false);
  return { ...prepared, lookup, errors };
}

function index(schema: unknown, facts: InstanceFacts): { prepared: PreparedSchema; lookup: ReturnType<typeof dereference> } {
  for (const withIds of [true, false]) {
    const prepared = prepareSchema(schema, facts, withIds);
    try {
      const lookup = dereference(prepared.schema);
      dropUnresolved(lookup);
      return { prepared, lookup };
    } catch (error) {
      // Ids that are no addresses, or stand twice: once more without them.
      if (!withIds) throw error;
    }
  }
  throw new TypeError('unreachable');
}

/** A reference to elsewhere asks for nothing; it must not make the rest of the schema unusable. */
function dropUnresolved(lookup: ReturnType<typeof dereference>): void {
  for (const schema of Object.values(lookup)) {
    if (!isObject(schema)) continue;
    const ref = own(schema, '__absolute_ref__');
    if (ref !== undefined && (typeof ref !== 'string' || lookup[ref] === undefined)) Reflect.deleteProperty(schema, '$ref');
  }
}

function draftOf(schema: unknown): SchemaDraft {
  const name = isObject(schema) ? own(schema, '$schema') : undefined;
  if (typeof name !== 'string') return '2020-12';
  if (name.includes('draft-07') || name.includes('draft-06')) return '7';
  if (name.includes('draft-04')) return '4';
  return name.includes('2019-09') ? '2019-09' : '2020-12';
}

/** Keywords that only say that something below them failed. */
const WRAPPERS = new Set(
  '$ref allOf properties patternProperties additionalProperties unevaluatedProperties dependentSchemas if items prefixItems additionalItems unevaluatedItems'.split(
    ' ',
  ),
);

class IssueReader {
  readonly #checked: Checked;
  readonly #issues: FieldIssue[] = [];
  readonly #seen = new Set<string>();

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  read(): FieldIssue[] {
    this.#readAll(this.#checked.errors);
    return this.#issues;
  }

  #readAll(errors: readonly OutputUnit[]): void {
    for (let at = 0; at < errors.length && this.#issues.length < MAX_ISSUES; ) {
      const error = errors[at];
      at += 1;
      if (error === undefined || WRAPPERS.has(error.keyword)) continue;
      const start = at;
      if (COMPOUND.has(error.keyword)) {
        while (errors[at]?.keywordLocation.startsWith(`${error.keywordLocation}/`)) at += 1;
      }
      if (error.keyword === 'anyOf' || error.keyword === 'oneOf') this.#union(error, errors.slice(start, at));
      else this.#single(error);
    }
  }

  /** The errors of the variant that was evidently meant; otherwise one sentence. */
  #union(error: OutputUnit, below: readonly OutputUnit[]): void {
    const matches = /\((\d+) matches\)/.exec(error.error);
    if (error.keyword === 'oneOf' && matches !== null && Number(matches[1]) > 1) {
      this.#add(pathOf(error), 'oneOf', issueText('oneOf-many', undefined));
      return;
    }
    const branches = new Map<string, OutputUnit[]>();
    for (const unit of below) {
      const branch = unit.keywordLocation.slice(error.keywordLocation.length + 1).split('/', 1)[0] ?? '';
      branches.set(branch, [...(branches.get(branch) ?? []), unit]);
    }
    const meant = [...branches.values()].filter((units) => !units.some((unit) => this.#rulesOut(unit, error.instanceLocation)));
    const [only] = meant;
    if (meant.length === 1 && only !== undefined) this.#readAll(only);
    else this.#add(pathOf(error), error.keyword, issueText(error.keyword, undefined));
  }

  /** A wrong type here, or a wrong constant one level below, says that another variant was meant. */
  #rulesOut(unit: OutputUnit, location: string): boolean {
    if (unit.keyword === 'type' || unit.keyword === 'enum') return unit.instanceLocation === location;
    return unit.keyword === 'const' && (unit.instanceLocation === location || parentOf(unit.instanceLocation) === location);
  }

  #single(error: OutputUnit): void {
    const path = pathOf(error);
    const node = this.#schemaAt(parentOf(error.keywordLocation));
    const mark = this.#checked.marks.get(node);
    if (mark !== undefined) {
      this.#add(path, mark.code, issueText(mark.code, 'value' in mark ? mark.value : undefined));
      return;
    }
    const names = [...error.error.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
    if (error.keyword === 'required') this.#add(childPath(path, quotedName(error.error)), 'required', issueText('required', undefined));
    else if (error.keyword === 'dependentRequired') {
      this.#add(childPath(path, names[1] ?? ''), 'dependentRequired', issueText('dependentRequired', names[0]));
    } else if (error.keyword === 'propertyNames') {
      this.#add(
        childPath(path, /^Property name "(.*)" does not match schema\.$/s.exec(error.error)?.[1] ?? ''),
        'propertyNames',
        issueText('propertyNames', ''),
      );
    } else this.#add(path, error.keyword, issueText(error.keyword, isObject(node) ? node[error.keyword] : undefined));
  }

  #add(path: string, code: string, message: string): void {
    const identity = `${path}\n${message}`;
    if (this.#seen.has(identity) || this.#issues.length >= MAX_ISSUES) return;
    this.#seen.add(identity);
    this.#issues.push({ path, code, message });
  }

  #schemaAt(location: string): unknown {
    let at: unknown = this.#checked.schema;
    for (const part of location.split('/').slice(1)) {
      if (typeof at !== 'object' || at === null) return undefined;
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (key === '$ref') at = this.#checked.lookup[String(Reflect.get(at, '__absolute_ref__'))];
      else at = Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
    }
    return at;
  }
}

/** Keywords whose errors from below are summed up in their own. */
const COMPOUND = new Set(['anyOf', 'oneOf', 'contains', 'minContains', 'maxContains', 'propertyNames', 'not']);

/** The validator's locations are percent-encoded JSON pointers after '#'. */
function pathOf(error: OutputUnit): string {
  return decodeURIComponent(error.instanceLocation.slice(1));
}

function parentOf(location: string): string {
  return location.slice(0, Math.max(0, location.lastIndexOf('/')));
}

function quotedName(sentence: string): string {
  return /^[^"]*"(.*)"\.$/s.exec(sentence)?.[1] ?? '';
}
