import { CircleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { visibleLines, visibleText } from '../text/visible-text.ts';
import styles from './field-frame.module.css';
import { descriptionId, errorId } from './field-id.ts';
import type { FieldState } from './field-state.ts';
import { useFormText } from './use-form-text.ts';

interface FieldFrameProps {
  readonly field: FieldState;
  /** Narrow fields stand side by side. */
  readonly narrow?: boolean;
  /** What the label belongs to; a group is labelled by the label's id instead. */
  readonly labels: 'control' | 'group';
  readonly children: ReactNode;
}

/** Label, hint, control, error and description of one field. */
export function FieldFrame({ field, narrow, labels, children }: FieldFrameProps): ReactNode {
  const { look } = field;
  if (look === 'inner') return <div className={styles.field}>{children}</div>;
  return (
    <div className={styles.field} data-narrow={narrow || undefined}>
      {look === 'full' && <FieldHead field={field} labels={labels} />}
      {children}
      <FieldErrorLine id={field.id} error={field.error} />
      {look === 'full' && <FieldDescription field={field} />}
    </div>
  );
}

interface FieldHeadProps extends Pick<FieldFrameProps, 'field' | 'labels'> {
  readonly children?: ReactNode;
}

export function FieldHead({ field: { id, node, name }, labels, children }: FieldHeadProps): ReactNode {
  const text = useFormText();
  const typeHint = visibleText(node.typeHint);
  return (
    <div className={styles.head}>
      {labels === 'control' ? (
        <label id={labelId(id)} htmlFor={id} className={styles.label}>
          {name}
        </label>
      ) : (
        <span id={labelId(id)} className={styles.label}>
          {name}
        </span>
      )}
      {node.required && <span className={styles.required}>{text('form.required')}</span>}
      {node.deprecated && <span className={styles.deprecated}>{text('form.deprecated')}</span>}
      <span className={styles.hint} title={typeHint}>
        {typeHint}
      </span>
      {children}
    </div>
  );
}

export function labelId(id: string): string {
  return `${id}-label`;
}

export function FieldErrorLine({ id, error }: { readonly id: string; readonly error: string | undefined }): ReactNode {
  if (error === undefined) return null;
  return (
    <p id={errorId(id)} className={styles.error}>
      <CircleAlert size={13} aria-hidden="true" />
      <span>{visibleText(error, 1_000)}</span>
    </p>
  );
}

/** Longer descriptions start folded. */
const LONG_DESCRIPTION = 280;

/** Untrusted text, shown as nothing but text. */
export function FieldDescription({ field: { id, node } }: { readonly field: FieldState }): ReactNode {
  const text = useFormText();
  const [open, setOpen] = useState(false);
  if (node.description === undefined) return null;
  const long = node.description.length > LONG_DESCRIPTION;
  return (
    <div className={styles.description}>
      <p id={descriptionId(id)} data-folded={(long && !open) || undefined}>
        {visibleLines(node.description)}
      </p>
      {long && (
        <Button className={styles.more} onPress={() => setOpen(!open)} aria-expanded={open}>
          {text(open ? 'form.less' : 'form.more')}
        </Button>
      )}
    </div>
  );
}
