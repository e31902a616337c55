import { AppError } from '../../../../shared/errors.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { Grant } from '../grant.ts';
import type { TokenManager } from './token-manager.ts';

/** What goes with a request. */
export type Tokens = Pick<Grant, 'accessToken' | 'tokenType' | 'dpopKey'>;

/** Where the tokens of one server's connections come from. */
export interface TokenSource {
  /** null: nobody has signed in. Throws what renewing met. */
  valid(): Promise<Tokens | null>;
  /** Others than the refused one. Throws sign_in_needed where there are none without a person. */
  other(refused: string): Promise<Tokens>;
}

/** Tokens of the account that is selected for the server; for its own origin only. */
export function accountTokens(accounts: AccountStore, tokens: TokenManager, serverId: string, origin: string): TokenSource {
  const account = async () => {
    const selected = await accounts.selected(serverId, origin);
    // Not to go on as nobody: the person believes to be somebody.
    if (selected?.ended) throw new AppError('sign_in_needed');
    return selected;
  };
  return {
    async valid() {
      const selected = await account();
      return selected && checked(await tokens.valid(selected), origin);
    },
    async other(refused) {
      const selected = await account();
      if (selected === null) throw new AppError('sign_in_needed');
      return checked(await tokens.other(selected, refused), origin);
    },
  };
}

/** What stands in the vault decides, whatever the list of accounts says. Throws sign_in_needed. */
function checked(grant: Grant, origin: string): Grant {
  if (new URL(grant.server).origin !== origin) throw new AppError('sign_in_needed');
  return grant;
}
