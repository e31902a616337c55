import { checkForm } from '../../../shared/schema-form/check-form.ts';
import { fromArguments } from '../../../shared/schema-form/from-arguments.ts';
import { initialValue } from '../../../shared/schema-form/initial-value.ts';
import type { FieldIssue } from '../../../shared/schema-form/issue.ts';
import { isObject, jsonText, sameJson } from '../../../shared/schema-form/json.ts';
import type { FormPlan } from '../../../shared/schema-form/plan.ts';
import { jsonProblem, toArguments } from '../../../shared/schema-form/to-arguments.ts';
import { validateArguments } from '../../../shared/schema-form/validate.ts';
import type { FormValue } from '../../../shared/schema-form/value.ts';

/** What was typed for one tool. Both faces keep their own text, so that switching loses nothing. */
export interface Draft {
  readonly mode: 'form' | 'json';
  /** What `value` was entered for. */
  readonly plan: FormPlan;
  readonly value: FormValue;
  readonly text: string;
  /** The JSON text as it was made of `value`: while it is unchanged, the form comes back exactly as it was. */
  readonly madeText: string | null;
  readonly issues: readonly FieldIssue[];
  /** Where the JSON text breaks; null when it was not tried or is sound. */
  readonly textProblem: string | null;
  /** What stands in the form but could not be taken over into the JSON text. */
  readonly leftOut: readonly FieldIssue[];
}

/** The form's own codes for something typed that it cannot read; a field left empty is none. */
const UNREADABLE: ReadonlySet<string> = new Set(['number', 'json', 'duplicate-key']);

export type Args = Readonly<Record<string, unknown>>;

export function newDraft(plan: FormPlan): Draft {
  return { mode: 'form', plan, value: initialValue(plan), text: '', madeText: null, issues: [], textProblem: null, leftOut: [] };
}

/** The draft for a schema that changed under it: what still fits is kept in its field, the rest as additional keys. */
export function adaptDraft(draft: Draft, plan: FormPlan): Draft {
  if (draft.plan === plan) return draft;
  if (sameJson(draft.plan.schema, plan.schema)) return draft;
  const { args } = toArguments(draft.plan, draft.value);
  return { ...draft, plan, value: fromArguments(plan, args), madeText: null, issues: [] };
}

/** The object that a JSON text holds, or a sentence on where it breaks. An empty text is no arguments. */
export function parseArguments(text: string): { args: Args } | { problem: string } {
  if (text.trim() === '') return { args: {} };
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { args: value } : { problem: 'The arguments must be one JSON object: { … }' };
  } catch (error) {
    return { problem: jsonProblem(text, error) };
  }
}

export function toJsonMode(draft: Draft): Draft {
  if (draft.mode === 'json') return draft;
  const { args, issues } = toArguments(draft.plan, draft.value);
  const leftOut = issues.filter((issue) => UNREADABLE.has(issue.code));
  const before = draft.madeText === null ? undefined : parseArguments(draft.madeText);
  // Nothing new in the form: the text keeps its own spacing.
  if (before !== undefined && 'args' in before && sameJson(before.args, args)) return { ...draft, mode: 'json', issues: [], leftOut };
  const text = jsonText(args, 2);
  return { ...draft, mode: 'json', text, madeText: text, issues: [], textProblem: null, leftOut };
}

/** Back to the form; the JSON text stays in its place, with its problem named, when no form can show it. */
export function toFormMode(draft: Draft): Draft {
  if (draft.mode === 'form') return draft;
  if (draft.text === draft.madeText) return { ...draft, mode: 'form', issues: [], textProblem: null };
  const parsed = parseArguments(draft.text);
  if ('problem' in parsed) return { ...draft, textProblem: parsed.problem };
  const value = fromArguments(draft.plan, parsed.args, draft.value);
  return { ...draft, mode: 'form', value, madeText: draft.text, issues: [], textProblem: null };
}

/** The arguments to send, or the draft with what is wrong marked at its place. */
export function argumentsToRun(draft: Draft): { args: Args } | { draft: Draft } {
  if (draft.mode === 'json') {
    const parsed = parseArguments(draft.text);
    if ('problem' in parsed) return { draft: { ...draft, issues: [], textProblem: parsed.problem } };
    const issues = validateArguments(draft.plan.schema, parsed.args);
    return issues.length === 0 ? parsed : { draft: { ...draft, issues, textProblem: null } };
  }
  const { args, issues } = checkForm(draft.plan, draft.value);
  if (issues.length === 0 && isObject(args)) return { args };
  const all = issues.length > 0 ? issues : [{ path: '', code: 'type', message: 'The arguments must be one JSON object: { … }' }];
  return { draft: { ...draft, issues: all } };
}

/** The draft filled with given arguments, in the face that is open. */
export function fillDraft(draft: Draft, args: Args): Draft {
  const text = jsonText(args, 2);
  return { ...draft, value: fromArguments(draft.plan, args), text, madeText: text, issues: [], textProblem: null, leftOut: [] };
}

/** The draft after a change, without the marks that the change mended. New mistakes are not marked before the next run. */
export function changeDraft(draft: Draft, change: Partial<Pick<Draft, 'value' | 'text'>>): Draft {
  const changed = { ...draft, ...change };
  if (draft.issues.length === 0 && draft.textProblem === null) return changed;
  const outcome = argumentsToRun(changed);
  if (!('draft' in outcome)) return { ...changed, issues: [], textProblem: null };
  const left = new Set(outcome.draft.issues.map((issue) => issue.path));
  return {
    ...changed,
    issues: draft.issues.filter((issue) => left.has(issue.path)),
    textProblem: draft.textProblem === null ? null : outcome.draft.textProblem,
  };
}
