import { type ReactNode, useEffect } from 'react';
import { useCore } from '../../stores/core-store.ts';
import { useVaultGate } from '../../stores/vault-gate-store.ts';
import { ProtectionDialog } from './protection-dialog.tsx';
import { UnlockDialog } from './unlock-dialog.tsx';

/** Asks for what the vault needs, in front of whatever needs it. */
export function VaultGate(): ReactNode {
  const question = useVaultGate((state) => state.question);
  const status = useCore((state) => state.vault.status);
  const isAnswered = question?.need === 'unlock' && status === 'open';
  // It may be unlocked from another window meanwhile.
  useEffect(() => {
    if (isAnswered) question.answer(true);
  }, [isAnswered, question]);
  if (!question || isAnswered) return null;
  return question.need === 'choose' ? <ProtectionDialog onEnd={question.answer} /> : <UnlockDialog onEnd={question.answer} />;
}
