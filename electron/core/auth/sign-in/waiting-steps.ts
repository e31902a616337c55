import { SIGN_IN_STEPS, type SignInStep } from '../../../../shared/contract/auth.ts';

/** The steps of a sign-in that has not begun. */
export function waitingSteps(): SignInStep[] {
  return SIGN_IN_STEPS.map((step) => ({ step, status: 'waiting', result: '', startedAt: null, durationMs: null, exchanges: [] }));
}
