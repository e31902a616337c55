import type { ParsedInput } from '../../shared/contract/methods.ts';
import type { AuthService } from './auth/auth-service.ts';

/** Handlers of `auth.*`. */
export function authHandlers(auth: AuthService) {
  return {
    'auth.signIn': (input: ParsedInput<'auth.signIn'>) => auth.signIn(input),
    'auth.cancel': async ({ serverId }: ParsedInput<'auth.cancel'>) => {
      await auth.cancel(serverId);
      return {};
    },
    'auth.openAgain': async ({ serverId }: ParsedInput<'auth.openAgain'>) => {
      await auth.openAgain(serverId);
      return {};
    },
    'auth.finish': ({ serverId, url }: ParsedInput<'auth.finish'>) => {
      auth.finish(serverId, url);
      return {};
    },
    'auth.address': ({ serverId }: ParsedInput<'auth.address'>) => ({ url: auth.address(serverId) }),
    'auth.signOut': async ({ accountId, remove }: ParsedInput<'auth.signOut'>) => {
      await auth.signOut(accountId, remove);
      return {};
    },
    'auth.rename': ({ accountId, name }: ParsedInput<'auth.rename'>) => auth.rename(accountId, name),
    'auth.select': ({ accountId }: ParsedInput<'auth.select'>) => auth.select(accountId),
  };
}
