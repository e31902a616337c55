import { Lock, LockOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './vault-toggle.module.css';

interface VaultToggleProps {
  readonly isOn: boolean;
  /** It looks like a secret. */
  readonly isWanted: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Whether a value is kept in the vault. */
export function VaultToggle({ isOn, isWanted, onChange }: VaultToggleProps): ReactNode {
  const t = useT();
  return (
    <Tooltip text={t(isOn ? 'secret.inVault' : isWanted ? 'secret.unprotected' : 'secret.notInVault')}>
      <ToggleButton
        className={styles.toggle}
        data-warn={(!isOn && isWanted) || undefined}
        aria-label={t('secret.keepInVault')}
        isSelected={isOn}
        onChange={onChange}
      >
        {isOn ? <Lock aria-hidden="true" /> : <LockOpen aria-hidden="true" />}
      </ToggleButton>
    </Tooltip>
  );
}
