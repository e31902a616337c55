import type { ReactNode } from 'react';
import type { EnumNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue, OptionValue } from '../../../shared/schema-form/value.ts';
import { FieldFrame, labelId } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { describedBy, useField } from './field-state.ts';
import { OptionPicker } from './option-picker.tsx';
import styles from './parts.module.css';
import { placeholderOf } from './placeholder.ts';
import { SideButtons, sideButtonCount } from './side-buttons.tsx';
import { useFormText } from './use-form-text.ts';

/** One of the options. */
export function EnumControl(props: FieldProps<EnumNode, OptionValue>): ReactNode {
  const text = useFormText();
  const field = useField(props);
  const { node, value, update, name, look, id, disabled, error } = field;
  const placeholder = (value.sent === 'no' && placeholderOf(node, 'no', text)) || text(value.sent === 'null' ? 'form.null' : 'form.choose');
  return (
    <FieldFrame field={field} labels="control">
      <div className={styles.withSide} data-buttons={sideButtonCount(field) || undefined}>
        <OptionPicker
          id={id}
          name={name}
          labelledBy={look === 'full' ? labelId(id) : undefined}
          describedBy={describedBy(field)}
          options={node.options}
          selected={value.sent === 'yes' ? value.option : -1}
          placeholder={placeholder}
          disabled={disabled}
          invalid={error !== undefined}
          onSelect={(option) => update((): FormValue => ({ kind: 'option', sent: 'yes', option }))}
        />
        <SideButtons field={field} />
      </div>
    </FieldFrame>
  );
}
