import type { AuthService } from '../auth/auth-service.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import type { ServerTests } from '../connections/server-tests.ts';
import type { Doctor } from '../doctor/doctor.ts';
import type { Handlers } from '../router.ts';
import type { Library } from '../servers/library.ts';
import { summarize } from '../tools/tool-summary.ts';

export interface ConnectionHandlersPorts {
  library: Library;
  connections: ConnectionManager;
  auth: AuthService;
  tests: ServerTests;
  doctor: Doctor;
}

/** Handlers of `servers.*` that reach a server, or tell of its connection. */
export function connectionHandlers({ library, connections, auth, tests, doctor }: ConnectionHandlersPorts) {
  return {
    'servers.test': async ({ testId, server, id }) => {
      const { state, tools, log } = await tests.run(testId, server, id ?? null);
      return { state, tools: tools.map(summarize), log };
    },
    'servers.cancelTest': ({ testId }) => {
      tests.cancel(testId);
      return {};
    },
    'servers.connect': ({ id }) => connections.connect(library.server(id).id),
    'servers.disconnect': async ({ id }) => {
      // Both begin now: whatever is asked for next comes after them.
      const work = [auth.cancel(library.server(id).id), connections.disconnect(id)];
      await Promise.all(work);
      return connections.state(id);
    },
    'servers.connectAll': ({ categoryId }) => {
      const chosen = library.servers.filter((server) => categoryId === undefined || server.categoryId === categoryId);
      return { started: connections.connectAll(chosen.map((server) => server.id)) };
    },
    'servers.restart': ({ id }) => connections.restart(library.server(id).id),
    'servers.process': ({ id }) => connections.process(library.server(id).id),
    'servers.network': ({ id }) => connections.network(library.server(id).id),
    'servers.traffic': ({ id, after }) => connections.traffic(library.server(id).id, after),
    'servers.doctor': ({ id }) => doctor.report(id === null ? null : library.server(id)),
    'servers.log': ({ id }) => connections.log(library.server(id).id),
  } satisfies Partial<Handlers>;
}
