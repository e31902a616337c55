import { create } from 'zustand';
import { type ErrorCode, toErrorData } from '../../shared/errors.ts';

/** What the vault waits for from the person. */
export type VaultNeed = 'choose' | 'unlock';

interface Question {
  readonly need: VaultNeed;
  readonly answered: Promise<boolean>;
  readonly answer: (isReady: boolean) => void;
}

/** The question in front of everything else; what was being done waits behind it, with all that was typed. */
export const useVaultGate = create<{ readonly question: Question | null }>(() => ({ question: null }));

/** What a failure asks of the person; null where it is about something else. */
export function vaultNeed(code: ErrorCode | undefined): VaultNeed | null {
  if (code === 'vault_unset') return 'choose';
  return code === 'vault_locked' ? 'unlock' : null;
}

/** Asks for what the vault needs; true when it can be used then. Who asks while it is asked gets the same answer. */
export function askForVault(need: VaultNeed): Promise<boolean> {
  const open = useVaultGate.getState().question;
  if (open) return open.answered;
  let settle: (isReady: boolean) => void = () => {};
  const answered = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  const answer = (isReady: boolean) => {
    useVaultGate.setState({ question: null });
    settle(isReady);
  };
  useVaultGate.setState({ question: { need, answered, answer } });
  return answered;
}

/** Does something that may need the vault; where it does, asks for what is missing and does it again. */
export async function withVault<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const need = vaultNeed(toErrorData(error).code);
      if (need === null || !(await askForVault(need))) throw error;
    }
  }
}
