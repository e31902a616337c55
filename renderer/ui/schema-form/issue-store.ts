import type { FieldIssue } from '../../../shared/schema-form/issue.ts';

/** The messages of each field, observable one by one: a new list of issues renders only the fields it changes. */
export class IssueStore {
  #messages: ReadonlyMap<string, string> = new Map();
  readonly #listeners = new Set<() => void>();

  set(issues: readonly FieldIssue[]): void {
    const next = new Map<string, string>();
    for (const { path, message } of issues) {
      const before = next.get(path);
      next.set(path, before === undefined ? message : `${before}. ${message}`);
    }
    if (next.size === 0 && this.#messages.size === 0) return;
    this.#messages = next;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  message(path: string): string | undefined {
    return this.#messages.get(path);
  }
}
