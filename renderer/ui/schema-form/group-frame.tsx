import { ChevronDown, ChevronRight, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { addField } from '../../../shared/schema-form/edit.ts';
import type { FieldNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue } from '../../../shared/schema-form/value.ts';
import { Button } from '../button.tsx';
import frame from './field-frame.module.css';
import { FieldDescription, FieldErrorLine, FieldHead, labelId } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { describedBy, useField } from './field-state.ts';
import { focusSoon } from './focus-soon.ts';
import styles from './group-frame.module.css';
import { SideButtons } from './side-buttons.tsx';
import { useFormText } from './use-form-text.ts';

interface GroupFrameProps extends FieldProps<FieldNode, FormValue> {
  readonly children: ReactNode;
}

/**
 * A part with fields of its own: a list, an object, a choice, JSON. It can be folded; an optional one is not sent until
 * it is added, and its fields are not there before that.
 */
export function GroupFrame({ children, ...props }: GroupFrameProps): ReactNode {
  const text = useFormText();
  const field = useField(props);
  const { node, value, update, name, look, id, disabled, error } = field;
  const [folded, setFolded] = useState(false);
  const isSent = value.sent === 'yes';
  const bodyId = `${id}-body`;
  const addId = `${id}-add`;
  const add = () => {
    update((latest) => addField(node, latest));
    focusSoon(look === 'full' ? bodyId : id);
  };
  const addButton = (
    <Button id={addId} size="sm" icon={<Plus />} isDisabled={disabled} onPress={add} aria-label={text('form.add', { name })}>
      {text('form.addThis')}
    </Button>
  );
  const side = (
    <span className={styles.side}>
      <SideButtons field={field} focusId={addId} />
    </span>
  );
  const body = isSent ? children : <NotSent isNull={value.sent === 'null'}>{addButton}</NotSent>;

  if (look !== 'full') {
    return (
      <div id={id} className={frame.field} data-invalid={error !== undefined || undefined}>
        {(node.nullable || !node.required) && side}
        {body}
        {look === 'plain' && <FieldErrorLine id={id} error={error} />}
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot hold the fold button and the hint in one line
    <div id={id} role="group" aria-labelledby={labelId(id)} aria-describedby={describedBy(field)} className={frame.field}>
      <div className={styles.head}>
        {isSent && (
          <AriaButton
            className={styles.fold ?? ''}
            aria-expanded={!folded}
            aria-controls={bodyId}
            aria-label={text(folded ? 'form.show' : 'form.hide', { name })}
            onPress={() => setFolded(!folded)}
          >
            {folded ? <ChevronRight size={14} aria-hidden="true" /> : <ChevronDown size={14} aria-hidden="true" />}
          </AriaButton>
        )}
        <FieldHead field={field} labels="group">
          {side}
        </FieldHead>
      </div>
      <FieldDescription field={field} />
      <FieldErrorLine id={id} error={error} />
      <div id={bodyId} hidden={isSent && folded} className={isSent ? styles.body : undefined}>
        {body}
      </div>
    </div>
  );
}

function NotSent({ isNull, children }: { readonly isNull: boolean; readonly children: ReactNode }): ReactNode {
  const text = useFormText();
  return (
    <div className={styles.notSent}>
      {children}
      <span>{text(isNull ? 'form.null' : 'form.notSent')}</span>
    </div>
  );
}
