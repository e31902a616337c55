import type { AuthService } from '../auth/auth-service.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `auth.*`. */
export function authHandlers(auth: AuthService): HandlersOf<'auth'> {
  return {
    'auth.signIn': (input) => auth.signIn(input),
    'auth.cancel': async ({ serverId }) => {
      await auth.cancel(serverId);
      return {};
    },
    'auth.openAgain': async ({ serverId }) => {
      await auth.openAgain(serverId);
      return {};
    },
    'auth.finish': ({ serverId, url }) => {
      auth.finish(serverId, url);
      return {};
    },
    'auth.address': ({ serverId }) => ({ url: auth.address(serverId) }),
    'auth.signOut': async ({ accountId, remove }) => {
      await auth.signOut(accountId, remove);
      return {};
    },
    'auth.rename': ({ accountId, name }) => auth.rename(accountId, name),
    'auth.select': ({ accountId }) => auth.select(accountId),
  };
}
