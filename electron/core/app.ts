import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AppInfo } from '../../shared/contract/methods.ts';
import type { Settings } from '../../shared/contract/model.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { accountsFormat } from './auth/accounts/account-store.ts';
import { AuthService } from './auth/auth-service.ts';
import { noAppRedirects } from './auth/browser/no-app-redirects.ts';
import { clientMetadataUrl } from './auth/clients/client-metadata-url.ts';
import type { FlowPorts } from './auth/flow-ports.ts';
import { authHandlers } from './auth-handlers.ts';
import { type Bridge, createBridge } from './bridge.ts';
import { parseEnvText } from './config/env-text.ts';
import { scanImports } from './config/import-scan.ts';
import { parsePaste } from './config/parse-paste.ts';
import { ConnectionManager } from './connections/connection-manager.ts';
import type { ManagerPorts } from './connections/manager-ports.ts';
import { resolveValues } from './connections/resolve-values.ts';
import { Doctor } from './doctor/doctor.ts';
import { EventBus } from './event-bus.ts';
import { endLeftovers, recordsFolder, StartRecords } from './processes/start-records.ts';
import { randomId } from './random-id.ts';
import { createRouter } from './router.ts';
import { LoginShell } from './runtime/login-shell.ts';
import { Runtimes } from './runtime/runtimes.ts';
import { createSampleTransport } from './sample/sample-server.ts';
import { DefinitionSecrets } from './servers/definition-secrets.ts';
import { Definitions } from './servers/definitions.ts';
import { HeldSecrets } from './servers/held-secrets.ts';
import { Library, type LibraryData, libraryFormat } from './servers/library.ts';
import { settingsFormat } from './settings.ts';
import { ensureDataFolder } from './storage/data-folder.ts';
import { acquireDataLock } from './storage/data-lock.ts';
import { FileDocument } from './storage/json-document.ts';
import { FileServerLogs } from './storage/server-logs.ts';
import { FileServerMemory } from './storage/server-memory.ts';
import { SharedFile } from './storage/shared-file.ts';
import { CallService } from './tools/call-service.ts';
import { summarize } from './tools/tool-summary.ts';
import { openVault } from './vault/file-vault.ts';
import type { KeyWrapper } from './vault/key-wrapper.ts';
import { vaultHandlers } from './vault-handlers.ts';

/** What a shell gives the core. */
export interface AppPorts {
  /** Absolute path; made when it is missing. */
  dataFolder: string;
  shell: AppInfo['shell'];
  version: string;
  /** Opens a page in the person's browser; only called with parsed http(s) addresses. */
  openExternal: (url: string) => Promise<void>;
  /** What may protect the secrets, the preferred one first; by default nothing but what the person chooses. */
  keychains?: readonly KeyWrapper[];
  /** Links `patchbay://oauth/callback?…`; by default none arrive. */
  appRedirects?: FlowPorts['appRedirects'];
  /** The browser came back from a sign-in: time to show the app. */
  onSignInAnswered?: () => void;
  /** Who answers what servers ask for in the middle of a call; by default nobody. */
  answerer?: ManagerPorts['answerer'];
  now?: () => number;
  newId?: (prefix: 'mcp' | 'ctg') => string;
}

/** The core with everything wired. */
export interface App {
  readonly bridge: Bridge;
  readonly library: Library;
  readonly connections: ConnectionManager;
  readonly settings: Settings;
  onSettings(listener: (settings: Settings) => void): () => void;
  /** Goes on with a sign-in of an earlier run, with the link that answers it; false where it answers none. Throws what the vault throws. */
  resumeSignIn(link: URL): Promise<boolean>;
  /** Disconnects every server and ends its processes; takes a few seconds at most. Idempotent. */
  shutdown(): Promise<void>;
}

/** Only http and https leave the app; everything else is refused. */
function externalUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new AppError('url_invalid', { url: text.slice(0, 200) });
  return url.href;
}

/** Never rejects: what cannot be told to be of no use now is looked at again at the next start. */
async function collectSecrets(
  definitions: Definitions,
  auth: AuthService,
  library: FileDocument<LibraryData>,
  mayWrite: () => boolean,
): Promise<void> {
  try {
    if (!mayWrite() || !library.whole) return;
    const copies = library.asideTexts();
    await definitions.collect(copies);
    const ids = new Set(library.value.servers.map(({ id }) => id));
    await auth.collect((id) => ids.has(id) || copies.some((text) => text.includes(JSON.stringify(id))));
  } catch {
    // Nothing depends on it.
  }
}

/** Failures of servers that are over once the vault is open. */
const CLOSED_VAULT: readonly ErrorCode[] = ['vault_locked', 'vault_unset', 'keychain_failed'];

/** The only place where the core's parts meet. */
export async function createApp(ports: AppPorts): Promise<App> {
  const now = ports.now ?? Date.now;
  ensureDataFolder(ports.dataFolder);
  const lock = acquireDataLock(ports.dataFolder);
  let lockHeld = lock.holderPid === null;
  const records = recordsFolder(ports.dataFolder);
  // Before anything is started: what was left may hold files and ports that a server needs.
  if (lockHeld) await endLeftovers(records);
  let ending: Promise<void> | undefined;
  const assertWritable = () => {
    if (ending && !lockHeld) throw new AppError('internal', {}, { technical: 'Patchbay is shutting down' });
    if (lock.holderPid !== null) throw new AppError('data_locked', { pid: lock.holderPid });
  };
  const libraryFile = new FileDocument(join(ports.dataFolder, 'servers.json'), libraryFormat, assertWritable);
  const settingsFile = new FileDocument(join(ports.dataFolder, 'settings.json'), settingsFormat, assertWritable);
  const bus = new EventBus();

  const newId = ports.newId ?? randomId;
  const vault = openVault({ file: join(ports.dataFolder, 'vault.json'), keychains: ports.keychains ?? [] });
  const newName = () => randomBytes(9).toString('base64url');
  const held = new HeldSecrets(newName);
  const secrets = new DefinitionSecrets({ vault, held, newName });

  const memory = new FileServerMemory(join(ports.dataFolder, 'cache'), now, () => lockHeld);
  const logs = new FileServerLogs(join(ports.dataFolder, 'logs'), () => lockHeld);
  const runtimes = new Runtimes({ env: process.env, loginShell: new LoginShell({ env: process.env }) });
  const connections = new ConnectionManager({
    clock: now,
    clientInfo: { name: 'patchbay', title: 'Patchbay', version: ports.version },
    createSampleTransport,
    runtimes,
    memory,
    logs,
    records: new StartRecords(records, now),
    secret: (serverId) => (ref) => secrets.read(serverId, ref),
    authorizer: (serverId, config) => auth.authorizer(serverId, config),
    authorizing: (serverId) => auth.authorizing(serverId),
    ...(ports.answerer ? { answerer: ports.answerer } : {}),
    onState: (serverId, state) => bus.emit({ type: 'state', serverId, state }),
    onTools: (serverId, tools, stale) => bus.emit({ type: 'tools', serverId, tools: tools.map(summarize), stale }),
    onLog: (serverId, lines) => bus.emit({ type: 'log', serverId, lines }),
  });
  const library = new Library({
    document: libraryFile,
    now,
    newId,
    onServers: (servers) => {
      bus.emit({ type: 'servers', servers });
      connections.sync(servers);
      void auth.serversChanged();
      tellUnprotected();
    },
    onCategories: (categories) => bus.emit({ type: 'categories', categories }),
  });
  const remote = (id: string) => {
    const transport = library.servers.find((server) => server.id === id)?.transport;
    return transport?.kind === 'remote' ? transport : null;
  };
  const auth: AuthService = new AuthService({
    vault,
    accounts: new SharedFile(join(ports.dataFolder, 'accounts.json'), accountsFormat),
    connections,
    address: (id) => remote(id)?.url ?? null,
    remote: async (id) => {
      const transport = remote(id);
      if (transport === null) throw new AppError('not_found', { what: 'remote server', id });
      return resolveValues(transport, { variable: (name) => runtimes.variable(name), secret: (ref) => secrets.read(id, ref) });
    },
    clientMetadataUrl: () => clientMetadataUrl(settingsFile.value.clientMetadataUrl, process.env),
    openBrowser: async (url) => ports.openExternal(externalUrl(url)),
    appRedirects: ports.appRedirects ?? noAppRedirects,
    now,
    randomBytes,
    env: process.env,
    onAccounts: (accounts) => bus.emit({ type: 'accounts', accounts }),
    onSignIn: (signIn) => bus.emit({ type: 'signIn', signIn }),
    onAnswered: () => ports.onSignInAnswered?.(),
  });
  connections.sync(library.servers);
  const definitions = new Definitions({ library, secrets, newId });
  const calls = new CallService({
    now,
    server: (id) => library.server(id),
    tool: (serverId, name) => connections.callableTool(serverId, name),
    call: (serverId, name, args, options) => connections.call(serverId, name, args, options),
    onRun: (run) => bus.emit({ type: 'run', run }),
    onProgress: (callId, progress) => bus.emit({ type: 'progress', callId, progress }),
  });
  const doctor = new Doctor({
    version: ports.version,
    dataFolder: ports.dataFolder,
    env: process.env,
    runtimes,
    clock: now,
    state: (id) => connections.state(id),
    exits: async (id) => (await connections.process(id)).exits,
    secret: (serverId) => (ref) => secrets.read(serverId, ref),
    tryConnect: (server, onState) => connections.test(server, new AbortController().signal, onState),
  });
  const tests = new Map<string, AbortController>();

  const info = (): AppInfo => ({
    version: ports.version,
    shell: ports.shell,
    platform: process.platform,
    dataFolder: ports.dataFolder,
    readOnlyBecausePid: lock.holderPid,
    notices: [...libraryFile.notices, ...settingsFile.notices],
  });
  const vaultInfo = () => ({ ...vault.info, unprotected: definitions.unprotected });
  let vaultStatus = vault.info.status;
  vault.onChange(() => {
    bus.emit({ type: 'vault', vault: vaultInfo() });
    const opened = vault.info.status === 'open' && vaultStatus !== 'open';
    vaultStatus = vault.info.status;
    if (!opened) return;
    void auth.vaultOpened();
    const waited = Object.entries(connections.states()).filter(
      ([, state]) => state.kind === 'failed' && CLOSED_VAULT.includes(state.error.code),
    );
    connections.connectAll(waited.map(([id]) => id));
  });
  const opening = vault.open();
  let { unprotected } = definitions;
  const tellUnprotected = () => {
    const before = unprotected;
    unprotected = definitions.unprotected;
    if (unprotected !== before) bus.emit({ type: 'vault', vault: vaultInfo() });
  };
  /** A changed transport ends the connection; who was connected wants to be so again. */
  const staysConnected = async <T>(ids: readonly string[], change: () => Promise<T>): Promise<T> => {
    const live = ids.filter((id) => connections.live(id));
    try {
      return await change();
    } finally {
      const saved = new Set(library.servers.map(({ id }) => id));
      connections.connectAll(live.filter((id) => saved.has(id) && connections.state(id).kind === 'disconnected'));
    }
  };
  const collecting = collectSecrets(definitions, auth, libraryFile, () => lockHeld);
  const catalog = (id: string) => ({ tools: connections.tools(id).map(summarize), stale: connections.stale(id) });

  const router = createRouter({
    'app.snapshot': async () => {
      const accounts = await auth.accounts();
      return {
        seq: bus.seq,
        info: info(),
        servers: library.servers,
        categories: library.categories,
        states: connections.states(),
        settings: settingsFile.value,
        running: calls.running(),
        vault: vaultInfo(),
        accounts,
        signIns: auth.signIns(),
      };
    },
    'app.openExternal': async ({ url }) => {
      await ports.openExternal(externalUrl(url));
      return {};
    },

    'app.presence': (presence) => {
      connections.setPresence(presence);
      // The command line may have signed in meanwhile.
      if (presence.visible) void auth.serversChanged();
      return {};
    },

    'servers.create': (input) => definitions.create(input),
    'servers.update': ({ id, server }) => staysConnected([library.server(id).id], () => definitions.update(id, server)),
    'servers.duplicate': ({ id }) => definitions.duplicate(id),
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
    'servers.test': async ({ testId, server, id }) => {
      if (tests.has(testId))
        throw new AppError('invalid_input', { issues: [{ path: 'testId', message: 'This test is under way already' }] });
      const draft = secrets.draft(id ?? null, server.transport);
      const abort = new AbortController();
      tests.set(testId, abort);
      try {
        const tried = { ...server, ...(id === undefined ? {} : { id }), transport: draft.transport };
        const { state, tools, log } = await connections.test(tried, abort.signal);
        return { state, tools: tools.map(summarize), log };
      } finally {
        draft.end();
        tests.delete(testId);
      }
    },
    'servers.cancelTest': ({ testId }) => {
      tests.get(testId)?.abort();
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
    'servers.parseEnv': ({ text }) => parseEnvText(text),
    'servers.doctor': ({ id }) => doctor.report(id === null ? null : library.server(id)),
    'servers.log': ({ id }) => connections.log(library.server(id).id),

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

    'tools.summaries': () => Object.fromEntries(library.servers.map(({ id }) => [id, catalog(id)])),
    'tools.get': ({ serverId, name }) => connections.tool(serverId, name),
    'tools.refresh': async ({ serverId }) => (await connections.refreshTools(serverId)).map(summarize),
    'tools.call': ({ callId, serverId, name, args }) => calls.call(callId, serverId, name, args),
    'tools.cancel': ({ callId }) => {
      calls.cancel(callId);
      return {};
    },

    'calls.list': (filter) => calls.list(filter),
    'calls.result': ({ callId }) => calls.result(callId),
    'calls.resultText': ({ callId, offset }) => calls.resultText(callId, offset),

    'import.scan': () => scanImports({ home: homedir(), platform: process.platform, env: process.env }, (secret) => held.hold(secret)),

    ...authHandlers(auth),
    ...vaultHandlers({
      vault,
      info: vaultInfo,
      forget: async (serverId) => {
        await auth.forget(serverId);
        await secrets.forget(serverId);
      },
      secure: () =>
        staysConnected(
          library.servers.map(({ id }) => id),
          () => definitions.secure(),
        ),
    }),

    'settings.update': async (patch) => {
      const settings = await settingsFile.update((current) => ({ ...current, ...patch }));
      bus.emit({ type: 'settings', settings });
      return settings;
    },
  });

  const end = async () => {
    await Promise.all([auth.end(), connections.shutdown()]);
    await Promise.all([collecting, opening]);
    await Promise.all([libraryFile.settled(), settingsFile.settled(), memory.settled(), logs.settled()]);
    lockHeld = false;
    lock.release();
  };
  return {
    bridge: createBridge(router, bus),
    library,
    connections,
    get settings() {
      return settingsFile.value;
    },
    onSettings: (listener) =>
      bus.subscribe(({ event }) => {
        if (event.type === 'settings') listener(event.settings);
      }),
    resumeSignIn: (link) => auth.resume(link),
    shutdown() {
      ending ??= end();
      return ending;
    },
  };
}
