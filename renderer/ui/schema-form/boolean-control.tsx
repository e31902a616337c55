import type { ReactNode } from 'react';
import { clearField } from '../../../shared/schema-form/edit.ts';
import type { BooleanNode } from '../../../shared/schema-form/plan.ts';
import type { BooleanValue, FormValue } from '../../../shared/schema-form/value.ts';
import { Checkbox } from '../checkbox.tsx';
import styles from './boolean-control.module.css';
import { describedBy, FieldErrorLine, SideButtons } from './field-frame.tsx';
import { descriptionId } from './field-id.ts';
import type { FieldProps } from './field-props.ts';
import { focusSoon } from './focus-soon.ts';
import { useFieldContext } from './form-context.ts';
import { shortText } from './placeholder.ts';
import { useFormText } from './use-form-text.ts';
import { visibleLines } from './visible-lines.ts';

/** A check box; an optional one has a third state, in words: not sent. */
export function BooleanControl({ node, value, path, update, name, look }: FieldProps<BooleanNode, BooleanValue>): ReactNode {
  const text = useFormText();
  const { id, disabled, error } = useFieldContext(path);
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
          aria-describedby={[checked ? null : stateId, describedBy(id, node, look, error)].filter(Boolean).join(' ') || undefined}
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
        </span>
      </div>
      {look !== 'inner' && <FieldErrorLine id={id} error={error} />}
    </div>
  );
}
