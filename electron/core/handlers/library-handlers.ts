import { homedir } from 'node:os';
import type { AuthService } from '../auth/auth-service.ts';
import { parseEnvText } from '../config/env-text.ts';
import { scanImports } from '../config/import-scan.ts';
import { parsePaste } from '../config/parse-paste.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import { stayingConnected } from '../connections/staying-connected.ts';
import type { Handlers } from '../router.ts';
import type { Definitions } from '../servers/definitions.ts';
import type { HeldSecrets } from '../servers/held-secrets.ts';
import type { Library } from '../servers/library.ts';

export interface LibraryHandlersPorts {
  library: Library;
  definitions: Definitions;
  held: HeldSecrets;
  connections: ConnectionManager;
  auth: AuthService;
}

/** Handlers of what is saved and what is made from pasted text and other programs' files. */
export function libraryHandlers({ library, definitions, held, connections, auth }: LibraryHandlersPorts) {
  return {
    'servers.create': (input) => definitions.create(input),
    'servers.update': ({ id, server }) => stayingConnected(connections, [library.server(id).id], () => definitions.update(id, server)),
    'servers.duplicate': async ({ id }) => {
      const copy = await definitions.duplicate(id);
      try {
        await auth.copied(id, copy.id);
        return copy;
      } catch (error) {
        // It would give its client to anybody.
        await definitions.remove(copy.id);
        throw error;
      }
    },
    'servers.remove': async ({ id }) => {
      await definitions.remove(id);
      await auth.removed(id);
      return {};
    },
    'servers.restore': async ({ server, beforeId }) => {
      const restored = await definitions.restore(server, beforeId);
      await auth.restored(restored.id);
      return restored;
    },
    'servers.move': async ({ id, categoryId, beforeId }) => {
      await library.move(id, categoryId, beforeId);
      return {};
    },
    'servers.setEnabled': async ({ id, enabled }) => {
      if (!enabled) await auth.cancel(id);
      return library.setEnabled(id, enabled);
    },
    'servers.addSample': () => library.addSample(),
    'servers.parse': ({ text }) => parsePaste(text),
    'servers.parseEnv': ({ text }) => parseEnvText(text),
    'import.scan': () => scanImports({ home: homedir(), platform: process.platform, env: process.env }, (secret) => held.hold(secret)),

    'categories.create': (input) => library.createCategory(input),
    'categories.update': ({ id, category }) => library.updateCategory(id, category),
    'categories.remove': async ({ id }) => {
      await library.removeCategory(id);
      return {};
    },
    'categories.move': async ({ id, beforeId }) => {
      await library.moveCategory(id, beforeId);
      return {};
    },
  } satisfies Partial<Handlers>;
}
