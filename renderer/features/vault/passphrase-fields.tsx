import type { ReactNode } from 'react';
import { SecretField } from '../../ui/secret-field.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './passphrase-fields.module.css';
import { passphraseStrength } from './passphrase-strength.ts';

/** A new passphrase, typed twice so that a slip of the finger locks nobody out. */
export interface NewPassphrase {
  readonly first: string;
  readonly again: string;
}

export const NO_PASSPHRASE: NewPassphrase = { first: '', again: '' };

export type PassphraseProblem = 'vault.passphraseEmpty' | 'vault.passphraseDiffers';

/** What keeps a new passphrase from being used; null: nothing */
export function passphraseProblem({ first, again }: NewPassphrase): PassphraseProblem | null {
  if (first === '') return 'vault.passphraseEmpty';
  return first === again ? null : 'vault.passphraseDiffers';
}

interface PassphraseFieldsProps {
  readonly value: NewPassphrase;
  readonly onChange: (value: NewPassphrase) => void;
  /** Marked once it was tried to use it as it is. */
  readonly problem: PassphraseProblem | null;
  readonly autoFocus?: boolean;
  /** There is another one until now. */
  readonly isNext?: boolean;
}

/** Two fields for a new passphrase, with how good it is in words. */
export function PassphraseFields({ value, onChange, problem, autoFocus, isNext }: PassphraseFieldsProps): ReactNode {
  const t = useT();
  const strength = value.first === '' ? null : passphraseStrength(value.first);
  return (
    <div className={styles.fields}>
      <SecretField
        label={t(isNext ? 'vault.passphraseNext' : 'vault.passphrase')}
        value={value.first}
        onChange={(first) => onChange({ ...value, first })}
        error={problem === 'vault.passphraseEmpty' ? t(problem) : undefined}
        description={
          <span aria-live="polite" className={styles.strength} data-strength={strength ?? undefined}>
            {t(strength === null ? 'vault.passphraseHint' : `vault.strength.${strength}`)}
          </span>
        }
        autoFocus={autoFocus}
      />
      <SecretField
        label={t('vault.passphraseAgain')}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        error={problem === 'vault.passphraseDiffers' ? t(problem) : undefined}
      />
    </div>
  );
}
