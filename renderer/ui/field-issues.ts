import { AppError, type InputIssue } from '../../shared/errors.ts';

/** What is wrong with each field: messages by dotted path. */
export type FieldErrors = Readonly<Record<string, string>>;

function isIssue(value: unknown): value is InputIssue {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value;
}

/** The fields that an error complains about, the first message of each; paths without what is before and behind the field's own. Empty when it names none. */
export function fieldErrors(error: unknown, { prefix = '', suffix = '' } = {}): FieldErrors {
  const issues = error instanceof AppError ? error.details.issues : undefined;
  if (!Array.isArray(issues)) return {};
  const byPath: Record<string, string> = {};
  for (const issue of issues) {
    if (!isIssue(issue)) continue;
    const inner = issue.path.startsWith(prefix) ? issue.path.slice(prefix.length) : issue.path;
    const path = suffix !== '' && inner.endsWith(suffix) ? inner.slice(0, -suffix.length) : inner;
    byPath[path] ??= issue.message;
  }
  return byPath;
}
