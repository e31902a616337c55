import type { ReactNode } from 'react';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { clearField, toggleOption } from '../../../shared/schema-form/edit.ts';
import { jsonText } from '../../../shared/schema-form/json.ts';
import type { MultiEnumNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue, OptionsValue } from '../../../shared/schema-form/value.ts';
import { Checkbox } from '../checkbox.tsx';
import { visibleText } from '../text/visible-text.ts';
import { describedBy, FieldFrame, labelId, SideButtons, sideButtonCount } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { focusSoon } from './focus-soon.ts';
import { useFieldContext } from './form-context.ts';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

/** Any of the options, as a list of check boxes. */
export function MultiEnumControl({ node, value, path, update, name, look }: FieldProps<MultiEnumNode, OptionsValue>): ReactNode {
  const text = useFormText();
  const { id, disabled, error } = useFieldContext(path);
  const chosen = new Set(value.sent === 'yes' ? value.options : []);
  const toggle = (option: number) =>
    update(
      (latest): FormValue =>
        latest.kind === 'options' ? toggleOption(latest.sent === 'yes' ? latest : { ...latest, options: [] }, option) : latest,
    );
  return (
    <FieldFrame id={id} node={node} name={name} look={look} error={error} labels="group">
      <div className={styles.withSide} data-buttons={sideButtonCount(node, value.sent) || undefined}>
        <CheckboxGroup
          id={id}
          aria-labelledby={look === 'full' ? labelId(id) : undefined}
          aria-label={look === 'full' ? undefined : name}
          aria-describedby={describedBy(id, node, look, error)}
          isInvalid={error !== undefined}
          isDisabled={disabled}
          validationBehavior="aria"
          value={[...chosen].map(String)}
          className={styles.options ?? ''}
        >
          {node.options.map((option, index) => (
            <Checkbox key={jsonText(option.value)} value={String(index)} onChange={() => toggle(index)}>
              {visibleText(option.label, 120)}
              {option.description !== undefined && <span className={styles.quiet}> {option.description}</span>}
            </Checkbox>
          ))}
        </CheckboxGroup>
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
      <span className={styles.state}>{stateOf()}</span>
    </FieldFrame>
  );

  function stateOf(): string {
    if (value.sent === 'null') return text('form.null');
    return value.sent === 'no' ? text('form.notSent') : text('form.selected', { n: chosen.size, total: node.options.length });
  }
}
