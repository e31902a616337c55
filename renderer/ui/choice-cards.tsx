import type { ReactNode } from 'react';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './choice-cards.module.css';

export interface ChoiceCard<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly text: string;
}

interface ChoiceCardsProps<Id extends string> {
  readonly label: string;
  readonly options: readonly ChoiceCard<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** The chosen one takes the focus. */
  readonly autoFocus?: boolean;
}

/** One of a few ways, each explained. */
export function ChoiceCards<Id extends string>({ label, options, value, onChange, autoFocus }: ChoiceCardsProps<Id>): ReactNode {
  return (
    <RadioGroup
      aria-label={label}
      className={styles.group}
      value={value}
      onChange={(chosen) => {
        const option = options.find(({ id }) => id === chosen);
        if (option) onChange(option.id);
      }}
    >
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className={styles.card} autoFocus={autoFocus && option.id === value}>
          <span className={styles.mark} aria-hidden="true" />
          <span className={styles.words}>
            <span className={styles.label}>{option.label}</span>
            <span className={styles.text}>{option.text}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
