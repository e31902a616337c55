import type { ReactNode, Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { classNames } from './class-names.ts';
import styles from './field.module.css';
import type { TextFieldProps } from './text-field.tsx';

export interface TextAreaProps extends Omit<TextFieldProps, 'inputRef' | 'type'> {
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text. */
export function TextArea({
  label,
  aside,
  description,
  error,
  placeholder,
  mono,
  rows = 3,
  className,
  inputRef,
  ...props
}: TextAreaProps): ReactNode {
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
      <AriaTextArea ref={inputRef} rows={rows} className={styles.input} placeholder={placeholder} data-mono={mono || undefined} />
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </AriaTextField>
  );
}
