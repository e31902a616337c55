import type { ReactNode } from 'react';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import styles from './field.module.css';
import { LabelledField, type LabelledFieldProps } from './labelled-field.tsx';

interface TextAreaProps extends Omit<LabelledFieldProps, 'type'> {
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly rows?: number;
  /** Shows dots instead of what is typed. */
  readonly masked?: boolean;
}

/** Several lines of text. */
export function TextArea({ placeholder, mono, rows = 3, masked, ...props }: TextAreaProps): ReactNode {
  return (
    <LabelledField {...props}>
      <AriaTextArea
        rows={rows}
        className={styles.input}
        placeholder={placeholder}
        data-mono={mono || undefined}
        data-masked={masked || undefined}
      />
    </LabelledField>
  );
}
