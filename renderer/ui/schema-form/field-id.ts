import type { FieldIssue } from '../../../shared/schema-form/issue.ts';

/** The id of the control at a path: the same on every render, and safe in lists of ids. */
export function fieldId(formId: string, path: string): string {
  return formId + path.replace(/[^A-Za-z0-9/~.-]/g, (char) => `_${char.codePointAt(0)?.toString(16)}_`);
}

export function errorId(id: string): string {
  return `${id}-error`;
}

export function descriptionId(id: string): string {
  return `${id}-description`;
}

/** What takes the keyboard. */
export const FOCUSABLE = 'input:not(:disabled), textarea:not(:disabled), button:not(:disabled), select, [tabindex]:not([tabindex="-1"])';

/**
 * Focuses the first field, in reading order, that has an issue (or the nearest part of the form around it), opening what
 * is folded. Answers whether there was one.
 */
export function focusFirstIssue(formId: string, issues: readonly FieldIssue[]): boolean {
  let first: HTMLElement | null = null;
  for (const issue of issues) {
    const found = nearestElement(formId, issue.path);
    if (found === null) continue;
    if (first === null || found.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) first = found;
  }
  if (first === null) return false;
  const target = first.matches(FOCUSABLE) ? first : first.querySelector<HTMLElement>(FOCUSABLE);
  const focus = () => {
    target?.scrollIntoView({ block: 'nearest' });
    target?.focus();
  };
  // What is folded takes no focus until it is on screen again.
  if (unfold(first)) requestAnimationFrame(focus);
  else focus();
  return target !== null;
}

function nearestElement(formId: string, path: string): HTMLElement | null {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = document.getElementById(fieldId(formId, at));
    if (found !== null || at === '') return found;
  }
}

/** A folded part has its button just before it; pressing it is what a person would do. */
function unfold(element: HTMLElement): boolean {
  let unfolded = false;
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (!at.hidden || at.id === '') continue;
    document.querySelector<HTMLElement>(`[aria-controls="${CSS.escape(at.id)}"]`)?.click();
    unfolded = true;
  }
  return unfolded;
}
