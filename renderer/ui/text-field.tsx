import type { ReactNode, Ref } from 'react';
import { Input } from 'react-aria-components/Input';
import styles from './field.module.css';
import { LabelledField, type LabelledFieldProps } from './labelled-field.tsx';

interface TextFieldProps extends LabelledFieldProps {
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextField({ placeholder, mono, inputRef, ...props }: TextFieldProps): ReactNode {
  return (
    <LabelledField {...props}>
      <Input ref={inputRef} className={styles.input} placeholder={placeholder} data-mono={mono || undefined} />
    </LabelledField>
  );
}
