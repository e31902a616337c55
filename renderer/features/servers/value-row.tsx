import { Eye, EyeOff, X } from 'lucide-react';
import { type ClipboardEvent, type ReactNode, useState } from 'react';
import type { MessageId } from '../../messages/en.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import { RowValue } from './row-value.tsx';
import styles from './rows-field.module.css';
import { goesToVault, suggestsVault, usesStored } from './secret-draft.ts';
import type { DraftRow } from './server-draft.ts';
import { KeepStored, StoredSecret } from './stored-secret.tsx';
import { MISSING } from './use-focus-on.ts';
import { useMissing } from './use-missing.ts';
import { VaultToggle } from './vault-toggle.tsx';

interface ValueRowProps {
  readonly row: DraftRow;
  /** Its number, from 1. */
  readonly n: number;
  readonly nameLabel: MessageId;
  readonly valueLabel: MessageId;
  readonly onChange: (patch: Partial<DraftRow>) => void;
  readonly onRemove: () => void;
  readonly onPaste: (event: ClipboardEvent) => void;
  readonly nameError?: string;
  readonly takesFocus: boolean;
  readonly hasLines: boolean;
}

/** One name with its value: shown, as dots, or in the vault. */
export function ValueRow({
  row,
  n,
  nameLabel,
  valueLabel,
  onChange,
  onRemove,
  onPaste,
  nameError,
  takesFocus,
  hasLines,
}: ValueRowProps): ReactNode {
  const t = useT();
  const [isRevealed, setRevealed] = useState(false);
  const isMissing = useMissing(row);
  const isStored = usesStored(row) && !isMissing;
  const isInVault = goesToVault(row, row.name);
  // Also where the person keeps a secret outside the vault.
  const isMasked = isInVault || suggestsVault(row.name, row.value);
  const label = t(valueLabel, { n });
  return (
    <div className={styles.row} onPaste={onPaste} {...(isMissing ? { [MISSING]: true } : {})}>
      <TextField
        aria-label={t(nameLabel, { n })}
        placeholder={t('serverForm.envName')}
        mono
        value={row.name}
        onChange={(name) => onChange({ name })}
        error={nameError}
        autoFocus={takesFocus}
        className={styles.name}
      />
      {isStored ? (
        <StoredSecret className={styles.stored} label={label} onReplace={() => onChange({ isReplaced: true, value: '' })} />
      ) : (
        <>
          <RowValue
            label={label}
            value={row.value}
            onChange={(value) => onChange({ value, isReplaced: row.stored !== null })}
            isShown={!isMasked || isRevealed}
            hasLines={hasLines}
            isNamed={row.name !== ''}
            autoFocus={row.isReplaced && !isMissing}
          />
          <VaultToggle isOn={isInVault} isWanted={suggestsVault(row.name, row.value)} onChange={(inVault) => onChange({ inVault })} />
          {isMasked ? (
            <IconButton
              label={t(isRevealed ? 'serverForm.mask' : 'serverForm.reveal')}
              icon={isRevealed ? <EyeOff /> : <Eye />}
              onPress={() => setRevealed(!isRevealed)}
            />
          ) : (
            <span className={styles.gap} />
          )}
        </>
      )}
      <IconButton label={t('serverForm.removeRow', { n })} icon={<X />} onPress={onRemove} />
      {isMissing && <p className={classNames(styles.below, styles.note)}>{t('secret.missing')}</p>}
      {row.isReplaced && !isStored && !isMissing && (
        <div className={styles.below}>
          <KeepStored onKeep={() => onChange({ isReplaced: false, value: '', inVault: true })} />
        </div>
      )}
    </div>
  );
}
