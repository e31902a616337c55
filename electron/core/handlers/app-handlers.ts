import type { Output } from '../../../shared/contract/methods.ts';
import type { Settings } from '../../../shared/contract/model.ts';
import type { AuthService } from '../auth/auth-service.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import type { HandlersOf } from '../router.ts';

export interface AppHandlersPorts {
  snapshot: () => Promise<Output<'app.snapshot'>>;
  /** Throws url_invalid. */
  openPage: (url: string) => Promise<void>;
  connections: ConnectionManager;
  auth: AuthService;
  updateSettings: (patch: Partial<Settings>) => Promise<Settings>;
}

/** Handlers of `app.*` and `settings.*`. */
export function appHandlers({ snapshot, openPage, connections, auth, updateSettings }: AppHandlersPorts): HandlersOf<'app' | 'settings'> {
  return {
    'app.snapshot': snapshot,
    'app.openExternal': async ({ url }) => {
      await openPage(url);
      return {};
    },
    'app.presence': (presence) => {
      connections.setPresence(presence);
      // The command line may have signed in meanwhile.
      if (presence.visible) void auth.serversChanged();
      return {};
    },
    'settings.update': (patch) => updateSettings(patch),
  };
}
