import type { ReactNode } from 'react';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { toggleOption } from '../../../shared/schema-form/edit.ts';
import { jsonText } from '../../../shared/schema-form/json.ts';
import type { MultiEnumNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue, OptionsValue } from '../../../shared/schema-form/value.ts';
import { Checkbox } from '../checkbox.tsx';
import { visibleText } from '../text/visible-text.ts';
import { FieldFrame, labelId } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { describedBy, useField } from './field-state.ts';
import styles from './parts.module.css';
import { SideButtons, sideButtonCount } from './side-buttons.tsx';
import { useFormText } from './use-form-text.ts';

/** Any of the options, as a list of check boxes. */
export function MultiEnumControl(props: FieldProps<MultiEnumNode, OptionsValue>): ReactNode {
  const text = useFormText();
  const field = useField(props);
  const { node, value, update, name, look, id, disabled, error } = field;
  const chosen = new Set(value.sent === 'yes' ? value.options : []);
  const toggle = (option: number) =>
    update(
      (latest): FormValue =>
        latest.kind === 'options' ? toggleOption(latest.sent === 'yes' ? latest : { ...latest, options: [] }, option) : latest,
    );
  return (
    <FieldFrame field={field} labels="group">
      <div className={styles.withSide} data-buttons={sideButtonCount(field) || undefined}>
        <CheckboxGroup
          id={id}
          aria-labelledby={look === 'full' ? labelId(id) : undefined}
          aria-label={look === 'full' ? undefined : name}
          aria-describedby={describedBy(field)}
          isInvalid={error !== undefined}
          isDisabled={disabled}
          validationBehavior="aria"
          value={[...chosen].map(String)}
          className={styles.options ?? ''}
        >
          {node.options.map((option, index) => (
            <Checkbox key={jsonText(option.value)} value={String(index)} onChange={() => toggle(index)}>
              {visibleText(option.label, 120)}
              {option.description !== undefined && <span className={styles.quiet}> {visibleText(option.description, 500)}</span>}
            </Checkbox>
          ))}
        </CheckboxGroup>
        <SideButtons field={field} />
      </div>
      <span className={styles.state}>{stateOf()}</span>
    </FieldFrame>
  );

  function stateOf(): string {
    if (value.sent === 'null') return text('form.null');
    return value.sent === 'no' ? text('form.notSent') : text('form.selected', { n: chosen.size, total: node.options.length });
  }
}
