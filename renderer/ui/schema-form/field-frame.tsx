import { CircleAlert, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { NodeBase } from '../../../shared/schema-form/plan.ts';
import type { Sent } from '../../../shared/schema-form/value.ts';
import styles from './field-frame.module.css';
import { descriptionId, errorId } from './field-id.ts';
import type { FieldLook } from './field-props.ts';
import { useFormText } from './use-form-text.ts';
import { visibleLines } from './visible-lines.ts';

export interface FieldFrameProps {
  readonly id: string;
  readonly node: NodeBase;
  readonly name: string;
  readonly look: FieldLook;
  readonly error: string | undefined;
  /** Narrow fields stand side by side. */
  readonly narrow?: boolean;
  /** What the label belongs to; a group is labelled by the label's id instead. */
  readonly labels: 'control' | 'group';
  readonly children: ReactNode;
}

/** Label, hint, control, error and description of one field. */
export function FieldFrame({ id, node, name, look, error, narrow, labels, children }: FieldFrameProps): ReactNode {
  if (look === 'inner') return <div className={styles.field}>{children}</div>;
  return (
    <div className={styles.field} data-narrow={narrow || undefined}>
      {look === 'full' && <FieldHead id={id} node={node} name={name} labels={labels} />}
      {children}
      <FieldErrorLine id={id} error={error} />
      {look === 'full' && <FieldDescription id={id} node={node} />}
    </div>
  );
}

interface FieldHeadProps {
  readonly id: string;
  readonly node: NodeBase;
  readonly name: string;
  readonly labels: 'control' | 'group';
  readonly children?: ReactNode;
}

export function FieldHead({ id, node, name, labels, children }: FieldHeadProps): ReactNode {
  const text = useFormText();
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
      <span className={styles.hint} title={node.typeHint}>
        {node.typeHint}
      </span>
      {children}
    </div>
  );
}

export function labelId(id: string): string {
  return `${id}-label`;
}

/** What describes a control, for `aria-describedby`. */
export function describedBy(id: string, node: NodeBase, look: FieldLook, error: string | undefined): string | undefined {
  const ids = [error === undefined ? null : errorId(id), look === 'full' && node.description !== undefined ? descriptionId(id) : null];
  return ids.filter((part) => part !== null).join(' ') || undefined;
}

export function FieldErrorLine({ id, error }: { readonly id: string; readonly error: string | undefined }): ReactNode {
  if (error === undefined) return null;
  return (
    <p id={errorId(id)} className={styles.error}>
      <CircleAlert size={13} aria-hidden="true" />
      <span>{error}</span>
    </p>
  );
}

/** Longer descriptions start folded. */
const LONG_DESCRIPTION = 280;

/** Untrusted text, shown as nothing but text. */
export function FieldDescription({ id, node }: { readonly id: string; readonly node: NodeBase }): ReactNode {
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

interface SideButtonsProps {
  readonly node: NodeBase;
  readonly name: string;
  readonly disabled: boolean;
  readonly isNull: boolean;
  /** Whether there is anything to take back. */
  readonly isSent: boolean;
  readonly onClear: () => void;
  readonly onNull: () => void;
}

/** How many buttons `SideButtons` shows, to keep the text clear of them. */
export function sideButtonCount(node: NodeBase, sent: Sent): number {
  return (node.nullable ? 1 : 0) + (sent !== 'no' && !node.required ? 1 : 0);
}

/** "Do not send" and "send null", at the end of a control. */
export function SideButtons({ node, name, disabled, isNull, isSent, onClear, onNull }: SideButtonsProps): ReactNode {
  const text = useFormText();
  const canClear = isSent && !node.required;
  if (disabled || (!canClear && !node.nullable)) return null;
  return (
    <span className={styles.side}>
      {node.nullable && (
        <Button className={styles.nullButton} aria-label={text('form.sendNull', { name })} aria-pressed={isNull} onPress={onNull}>
          {text('form.null')}
        </Button>
      )}
      {canClear && (
        <Button className={styles.clear} aria-label={text('form.clear', { name })} onPress={onClear}>
          <X size={13} aria-hidden="true" />
        </Button>
      )}
    </span>
  );
}
