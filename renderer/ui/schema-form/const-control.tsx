import type { ReactNode } from 'react';
import type { ConstNode } from '../../../shared/schema-form/plan.ts';
import type { ConstValue, FormValue } from '../../../shared/schema-form/value.ts';
import { Checkbox } from '../checkbox.tsx';
import { FieldFrame } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { describedBy, useField } from './field-state.ts';
import styles from './parts.module.css';
import { shortText } from './placeholder.ts';
import { useFormText } from './use-form-text.ts';

/** A constant: nothing to enter, only whether it is sent. */
export function ConstControl(props: FieldProps<ConstNode, ConstValue>): ReactNode {
  const text = useFormText();
  const field = useField(props);
  const { node, value, update, name, id, disabled, error } = field;
  const fixed = node.required && value.sent === 'yes';
  return (
    <FieldFrame field={field} labels={fixed ? 'group' : 'control'}>
      {fixed ? (
        <span id={id} className={styles.constant}>
          {text('form.constant', { value: shortText(node.value) })}
        </span>
      ) : (
        <Checkbox
          id={id}
          isSelected={value.sent === 'yes'}
          isDisabled={disabled}
          isInvalid={error !== undefined}
          aria-label={name}
          aria-describedby={describedBy(field)}
          onChange={(checked) => update((): FormValue => ({ kind: 'const', sent: checked ? 'yes' : 'no' }))}
        >
          <code>{shortText(node.value)}</code>
          {value.sent === 'no' && <span className={styles.quiet}> {text('form.notSent')}</span>}
        </Checkbox>
      )}
    </FieldFrame>
  );
}
