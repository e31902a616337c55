import { AppError } from '../../../shared/errors.ts';
import type { AccountRecord } from '../../core/auth/accounts/account-store.ts';

/** The account with this id or name. Throws not_found, or invalid_input when the name is not the only one. */
export function findAccount(accounts: readonly AccountRecord[], word: string): AccountRecord {
  const byId = accounts.find(({ id }) => id === word);
  if (byId) return byId;
  const [found, ...others] = accounts.filter(({ name }) => name.toLocaleLowerCase() === word.toLocaleLowerCase());
  if (!found) throw new AppError('not_found', { what: 'account', id: word });
  if (others.length > 0) {
    const ids = [found, ...others].map(({ id }) => id).join(', ');
    throw new AppError('invalid_input', { issues: [{ path: '', message: `Several accounts are called "${word}"; use an id: ${ids}` }] });
  }
  return found;
}
