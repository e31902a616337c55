import type { Input, MethodName, Output } from '../../shared/contract/methods.ts';
import { showFailure } from '../stores/toast-store.ts';
import { withVault } from '../stores/vault-gate-store.ts';
import { client } from './client.ts';

/** Asks the core for something a click wants, and the person for what the vault may need; a failure becomes a toast. Answers undefined when it failed. */
export async function act<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M> | undefined> {
  try {
    return await withVault(() => client.invoke(method, input));
  } catch (error) {
    showFailure(error);
    return undefined;
  }
}
