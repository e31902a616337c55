import type { ReactNode } from 'react';
import { clearField } from '../../../shared/schema-form/edit.ts';
import type { EnumNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue, OptionValue } from '../../../shared/schema-form/value.ts';
import { describedBy, FieldFrame, labelId, SideButtons, sideButtonCount } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { focusSoon } from './focus-soon.ts';
import { useFieldContext } from './form-context.ts';
import { OptionPicker } from './option-picker.tsx';
import styles from './parts.module.css';
import { placeholderOf } from './placeholder.ts';
import { useFormText } from './use-form-text.ts';

/** One of the options. */
export function EnumControl({ node, value, path, update, name, look }: FieldProps<EnumNode, OptionValue>): ReactNode {
  const text = useFormText();
  const { id, disabled, error } = useFieldContext(path);
  const placeholder = (value.sent === 'no' && placeholderOf(node, 'no', text)) || text(value.sent === 'null' ? 'form.null' : 'form.choose');
  return (
    <FieldFrame id={id} node={node} name={name} look={look} error={error} labels="control">
      <div className={styles.withSide} data-buttons={sideButtonCount(node, value.sent) || undefined}>
        <OptionPicker
          id={id}
          name={name}
          labelledBy={look === 'full' ? labelId(id) : undefined}
          describedBy={describedBy(id, node, look, error)}
          options={node.options}
          selected={value.sent === 'yes' ? value.option : -1}
          placeholder={placeholder}
          disabled={disabled}
          invalid={error !== undefined}
          onSelect={(option) => update((): FormValue => ({ kind: 'option', sent: 'yes', option }))}
        />
        <SideButtons
          node={node}
          name={name}
          disabled={disabled}
          isNull={value.sent === 'null'}
          isSent={value.sent !== 'no'}
          onClear={() => {
            update((latest) => clearField(node, latest));
            focusSoon(id);
          }}
          onNull={() => update((latest) => ({ ...latest, sent: latest.sent === 'null' ? 'no' : 'null' }))}
        />
      </div>
    </FieldFrame>
  );
}
