import type { FieldIssue } from './issue.ts';
import type { FormPlan } from './plan.ts';
import { type FormArguments, toArguments } from './to-arguments.ts';
import { validateArguments } from './validate.ts';
import type { FormValue } from './value.ts';

/** The arguments of a form and everything wrong with them: what could not be read, then what the schema says. */
export function checkForm(plan: FormPlan, value: FormValue): FormArguments {
  const { args, issues } = toArguments(plan, value);
  const unread = new Set<string>(issues.map((issue) => issue.path));
  const invalid: FieldIssue[] = validateArguments(plan.schema, args).filter((issue) => !unread.has(issue.path));
  return { args, issues: [...issues, ...invalid] };
}
