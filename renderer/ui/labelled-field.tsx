import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

export interface LabelledFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  /** Shown above; without one, give `aria-label`. */
  readonly label?: string;
  /** Said beside the label, e.g. "optional". */
  readonly aside?: string;
  readonly description?: ReactNode;
  /** What is wrong with the value; marks the field. */
  readonly error?: string;
  readonly className?: string;
}

/** What stands around a control for text: label, description, error. */
export function LabelledField({
  label,
  aside,
  description,
  error,
  className,
  children,
  ...props
}: LabelledFieldProps & { readonly children: ReactNode }): ReactNode {
  return (
    <AriaTextField
      autoComplete="off"
      spellCheck="false"
      {...props}
      isInvalid={error !== undefined}
      className={classNames(styles.field, className)}
    >
      {label !== undefined && (
        <Label className={styles.label}>
          {label}
          {aside !== undefined && <span className={styles.aside}>{aside}</span>}
        </Label>
      )}
      {children}
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </AriaTextField>
  );
}
