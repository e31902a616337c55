import type { ReactNode } from 'react';
import { chooseVariant, setDraft } from '../../../shared/schema-form/edit.ts';
import type { ChoiceNode } from '../../../shared/schema-form/plan.ts';
import type { ChoiceValue, FormValue } from '../../../shared/schema-form/value.ts';
import { visibleText } from '../text/visible-text.ts';
import { Field } from './field.tsx';
import { type FieldProps, usePartUpdate } from './field-props.ts';
import { useFieldContext } from './form-context.ts';
import { GroupFrame } from './group-frame.tsx';
import { OptionPicker } from './option-picker.tsx';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

/** One of several shapes: which one, then its fields. Each variant keeps its own draft. */
export function ChoiceControl(props: FieldProps<ChoiceNode, ChoiceValue>): ReactNode {
  const { node, value, path, update, name } = props;
  const text = useFormText();
  const { id, disabled } = useFieldContext(path);
  const changeDraft = usePartUpdate(update, 'choice', value.variant, setVariantDraft);
  const chosen = node.variants[value.variant];
  const draft = value.drafts[value.variant];
  return (
    <GroupFrame {...props}>
      <div className={styles.choice}>
        <OptionPicker
          id={`${id}-variant`}
          name={text('form.variant', { name })}
          options={node.variants}
          selected={value.variant}
          placeholder={text('form.choose')}
          disabled={disabled}
          invalid={false}
          onSelect={(variant) => update((latest) => (latest.kind === 'choice' ? chooseVariant(node, latest, variant) : latest))}
        />
        {chosen !== undefined && draft !== undefined && draft !== null && (
          <Field
            key={value.variant}
            node={chosen.node}
            value={draft}
            path={path}
            update={changeDraft}
            name={`${name}: ${visibleText(chosen.label, 120)}`}
            look="inner"
          />
        )}
      </div>
    </GroupFrame>
  );
}

function setVariantDraft(value: ChoiceValue, variant: number, change: (draft: FormValue) => FormValue): FormValue {
  return value.variant === variant ? setDraft(value, change) : value;
}
