import { AppError } from '../../../shared/errors.ts';
import type { Vault } from '../vault/vault.ts';

/**
 * A secret that a sign-in gets anew where it is not there; one that was changed from outside is not, so that signing in again mends
 * it. Throws what else the vault throws.
 */
export async function readSound(vault: Pick<Vault, 'read'>, name: string): Promise<string | undefined> {
  try {
    return await vault.read(name);
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret_damaged') return undefined;
    throw error;
  }
}
