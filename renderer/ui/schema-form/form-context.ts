import { createContext, useContext, useSyncExternalStore } from 'react';
import { fieldId } from './field-id.ts';
import { IssueStore } from './issue-store.ts';

interface FormContextValue {
  readonly formId: string;
  readonly disabled: boolean;
  readonly issues: IssueStore;
}

export const FormContext = createContext<FormContextValue>({ formId: 'form', disabled: false, issues: new IssueStore() });

export interface FieldContext {
  readonly id: string;
  readonly disabled: boolean;
  /** What is wrong with the field at this path. */
  readonly error: string | undefined;
}

export function useFieldContext(path: string): FieldContext {
  const { formId, disabled, issues } = useContext(FormContext);
  const read = () => issues.message(path);
  const error = useSyncExternalStore(issues.subscribe, read, read);
  return { id: fieldId(formId, path), disabled, error };
}
