import { type ReactNode, useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FieldIssue } from '../../../shared/schema-form/issue.ts';
import type { FormPlan } from '../../../shared/schema-form/plan.ts';
import type { FormValue } from '../../../shared/schema-form/value.ts';
import { visibleText } from '../text/visible-text.ts';
import { Field } from './field.tsx';
import { FieldErrorLine } from './field-frame.tsx';
import { fieldId } from './field-id.ts';
import type { Update } from './field-props.ts';
import { FormContext, useFieldContext } from './form-context.ts';
import { IssueStore } from './issue-store.ts';
import { ObjectFields } from './object-control.tsx';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

export interface SchemaFormProps {
  readonly plan: FormPlan;
  readonly value: FormValue;
  readonly onChange: (value: FormValue) => void;
  /** Shown at their fields. Leave out those the person has not had a chance to mend yet. */
  readonly issues: readonly FieldIssue[];
  readonly disabled?: boolean;
  /** Prefix of the ids of all fields, for `focusFirstIssue`. */
  readonly formId?: string;
}

/** A tool's input schema as a form. */
export function SchemaForm({ plan, value, onChange, issues, disabled = false, formId: givenId }: SchemaFormProps): ReactNode {
  const ownId = useId();
  const formId = givenId ?? ownId;
  const [store] = useState(() => {
    const created = new IssueStore();
    created.set(issues);
    return created;
  });
  useLayoutEffect(() => store.set(issues), [store, issues]);

  // Two changes in one event both build on the latest value, and fields keep the same update function for good.
  const latest = useRef({ value, onChange });
  useLayoutEffect(() => {
    latest.current = { value, onChange };
  }, [value, onChange]);
  const update: Update = useCallback((change) => {
    const next = change(latest.current.value);
    if (next === latest.current.value) return;
    latest.current = { ...latest.current, value: next };
    latest.current.onChange(next);
  }, []);

  const context = useMemo(() => ({ formId, disabled, issues: store }), [formId, disabled, store]);
  return (
    <FormContext.Provider value={context}>
      <RootField plan={plan} value={value} update={update} formId={formId} />
    </FormContext.Provider>
  );
}

interface RootFieldProps {
  readonly plan: FormPlan;
  readonly value: FormValue;
  readonly update: Update;
  readonly formId: string;
}

function RootField({ plan, value, update, formId }: RootFieldProps): ReactNode {
  const text = useFormText();
  const { error } = useFieldContext('');
  const { root } = plan;
  if (root.kind !== 'object' || value.kind !== 'fields' || value.sent !== 'yes') {
    return (
      <Field node={root} value={value} path="" update={update} name={visibleText(root.label, 120) || text('form.whole')} look="full" />
    );
  }
  const empty = root.properties.length === 0 && root.additional === null && value.extra.length === 0;
  return (
    <div id={fieldId(formId, '')}>
      {empty ? <p className={styles.empty}>{text('form.noFields')}</p> : <ObjectFields node={root} value={value} path="" update={update} />}
      <FieldErrorLine id={formId} error={error} />
    </div>
  );
}
