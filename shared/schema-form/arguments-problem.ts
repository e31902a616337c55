import { AppError } from '../errors.ts';
import { validateArguments } from './validate.ts';

/** `invalid_arguments` with every issue when the arguments do not fit the tool's schema, else null. Never throws. */
export function argumentsProblem(tool: { readonly name: string; readonly inputSchema: unknown }, args: unknown): AppError | null {
  const issues = validateArguments(tool.inputSchema, args);
  if (issues.length === 0) return null;
  const detail = issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)).join('; ');
  return new AppError('invalid_arguments', { tool: tool.name, detail, issues });
}
