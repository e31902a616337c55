import type { ReactNode } from 'react';
import type { BooleanNode } from '../../../shared/schema-form/plan.ts';
import type { BooleanValue, FormValue } from '../../../shared/schema-form/value.ts';
import { Checkbox } from '../checkbox.tsx';
import { visibleLines } from '../text/visible-text.ts';
import styles from './boolean-control.module.css';
import { FieldErrorLine } from './field-frame.tsx';
import { descriptionId } from './field-id.ts';
import type { FieldProps } from './field-props.ts';
import { describedBy, useField } from './field-state.ts';
import { shortText } from './placeholder.ts';
import { SideButtons } from './side-buttons.tsx';
import { useFormText } from './use-form-text.ts';

/** A check box; an optional one has a third state, in words: not sent. */
export function BooleanControl(props: FieldProps<BooleanNode, BooleanValue>): ReactNode {
  const text = useFormText();
  const field = useField(props);
  const { node, value, update, name, look, id, disabled, error } = field;
  const stateId = `${id}-state`;
  const check = (next: boolean) => update((): FormValue => ({ kind: 'boolean', sent: 'yes', checked: next }));
  const full = look === 'full';
  const checked = value.sent === 'yes' && value.checked;
  const state =
    value.sent === 'null'
      ? text('form.null')
      : value.sent === 'yes'
        ? text('form.false')
        : node.default === undefined
          ? text('form.notSent')
          : text('form.defaultPlaceholder', { value: shortText(node.default.value) });
  return (
    <div className={styles.field}>
      <div className={styles.row} data-unsent={value.sent !== 'yes' || undefined}>
        <Checkbox
          id={id}
          isSelected={checked}
          onChange={check}
          isDisabled={disabled}
          isInvalid={error !== undefined}
          aria-label={full ? undefined : name}
          aria-describedby={[checked ? null : stateId, describedBy(field)].filter(Boolean).join(' ') || undefined}
          className={styles.box}
        >
          {full && <span className={styles.label}>{name}</span>}
        </Checkbox>
        {full && node.description !== undefined && (
          <span id={descriptionId(id)} className={styles.description}>
            {visibleLines(node.description)}
          </span>
        )}
        {!checked && (
          <span id={stateId} className={styles.state}>
            {state}
          </span>
        )}
        <span className={styles.side}>
          <SideButtons field={field} />
        </span>
      </div>
      {look !== 'inner' && <FieldErrorLine id={id} error={error} />}
    </div>
  );
}
