import type { ReactNode, Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  /** Shown above; without one, give `aria-label`. */
  readonly label?: string;
  /** Said beside the label, e.g. "optional". */
  readonly aside?: string;
  readonly description?: ReactNode;
  /** What is wrong with the value; marks the field. */
  readonly error?: string;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextField({
  label,
  aside,
  description,
  error,
  placeholder,
  mono,
  className,
  inputRef,
  ...props
}: TextFieldProps): ReactNode {
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
      <Input ref={inputRef} className={styles.input} placeholder={placeholder} data-mono={mono || undefined} />
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </AriaTextField>
  );
}
