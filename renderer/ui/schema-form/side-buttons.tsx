import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { clearField } from '../../../shared/schema-form/edit.ts';
import styles from './field-frame.module.css';
import type { FieldState } from './field-state.ts';
import { focusSoon } from './focus-soon.ts';
import { useFormText } from './use-form-text.ts';

/** Whether there is anything to take back. */
function canClear({ node, value }: FieldState): boolean {
  return value.sent !== 'no' && !node.required;
}

/** How many buttons `SideButtons` shows, to keep the text clear of them. */
export function sideButtonCount(field: FieldState): number {
  return (field.node.nullable ? 1 : 0) + (canClear(field) ? 1 : 0);
}

interface SideButtonsProps {
  readonly field: FieldState;
  /** What has the focus once nothing is sent any more; the control itself unless said otherwise. */
  readonly focusId?: string;
}

/** "Do not send" and "send null", at the end of a control. */
export function SideButtons({ field, focusId = field.id }: SideButtonsProps): ReactNode {
  const text = useFormText();
  const { node, value, update, name, disabled } = field;
  if (disabled || sideButtonCount(field) === 0) return null;
  const clear = () => {
    update((latest) => clearField(node, latest));
    focusSoon(focusId);
  };
  const toggleNull = () => update((latest) => ({ ...latest, sent: latest.sent === 'null' ? 'no' : 'null' }));
  return (
    <span className={styles.side}>
      {node.nullable && (
        <Button
          className={styles.nullButton}
          aria-label={text('form.sendNull', { name })}
          aria-pressed={value.sent === 'null'}
          onPress={toggleNull}
        >
          {text('form.null')}
        </Button>
      )}
      {canClear(field) && (
        <Button className={styles.clear} aria-label={text('form.clear', { name })} onPress={clear}>
          <X size={13} aria-hidden="true" />
        </Button>
      )}
    </span>
  );
}
