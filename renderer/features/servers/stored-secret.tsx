import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { TextButton } from '../../ui/text-button.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './stored-secret.module.css';

interface StoredSecretProps {
  /** Which value it is, for those who do not see where it stands. */
  readonly label: string;
  readonly onReplace: () => void;
  /** Where there can also be none. */
  readonly onRemove?: () => void;
  readonly className?: string;
}

/** A value that is in the vault: it can be replaced, not read. */
export function StoredSecret({ label, onReplace, onRemove, className }: StoredSecretProps): ReactNode {
  const t = useT();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be one more frame in the form
    <div className={classNames(styles.box, className)} role="group" aria-label={label}>
      <Lock aria-hidden="true" />
      <span className={styles.words}>
        <span className={styles.dots} aria-hidden="true">
          ••••
        </span>
        {t('secret.stored')}
      </span>
      <TextButton onPress={onReplace}>{t('secret.replace')}</TextButton>
      {onRemove && <TextButton onPress={onRemove}>{t('common.remove')}</TextButton>}
    </div>
  );
}

/** Below a value that is being typed in place of a stored one: the way back. */
export function KeepStored({ onKeep }: { readonly onKeep: () => void }): ReactNode {
  const t = useT();
  return (
    <span className={styles.keep}>
      {t('secret.replacing')} <TextButton onPress={onKeep}>{t('secret.keepStored')}</TextButton>
    </span>
  );
}
