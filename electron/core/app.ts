import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AppInfo } from '../../shared/contract/methods.ts';
import type { Settings } from '../../shared/contract/model.ts';
import { AppError } from '../../shared/errors.ts';
import { accountsFormat } from './auth/accounts/account-store.ts';
import { AuthService } from './auth/auth-service.ts';
import { noAppRedirects } from './auth/browser/no-app-redirects.ts';
import { clientMetadataUrl } from './auth/clients/client-metadata-url.ts';
import type { FlowPorts } from './auth/flow-ports.ts';
import { type Bridge, createBridge } from './bridge.ts';
import { collectOrphans } from './collect-orphans.ts';
import { ConnectionManager } from './connections/connection-manager.ts';
import type { ManagerPorts } from './connections/manager-ports.ts';
import { resolveValues } from './connections/resolve-values.ts';
import { ServerTests } from './connections/server-tests.ts';
import { stayingConnected } from './connections/staying-connected.ts';
import { waitingForVault } from './connections/waiting-for-vault.ts';
import { Doctor } from './doctor/doctor.ts';
import { EventBus } from './event-bus.ts';
import { externalUrl } from './external-url.ts';
import { appHandlers } from './handlers/app-handlers.ts';
import { authHandlers } from './handlers/auth-handlers.ts';
import { connectionHandlers } from './handlers/connection-handlers.ts';
import { libraryHandlers } from './handlers/library-handlers.ts';
import { toolHandlers } from './handlers/tool-handlers.ts';
import { vaultHandlers } from './handlers/vault-handlers.ts';
import { endLeftovers, recordsFolder, StartRecords } from './processes/start-records.ts';
import { randomId } from './random-id.ts';
import { createRouter } from './router.ts';
import { LoginShell } from './runtime/login-shell.ts';
import { Runtimes } from './runtime/runtimes.ts';
import { createSampleTransport } from './sample/sample-server.ts';
import { refsOf } from './secrets/transport-values.ts';
import { DefinitionSecrets } from './servers/definition-secrets.ts';
import { Definitions } from './servers/definitions.ts';
import { HeldSecrets } from './servers/held-secrets.ts';
import { Library, libraryFormat } from './servers/library.ts';
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
import { VaultNews } from './vault/vault-news.ts';

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
  const openPage = async (url: string) => ports.openExternal(externalUrl(url));

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
      vaultNews.definitionsChanged();
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
    openBrowser: openPage,
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
  const vaultNews: VaultNews = new VaultNews({
    vault,
    unprotected: () => definitions.unprotected,
    named: () => definitions.named,
    onNews: (info) => bus.emit({ type: 'vault', vault: info }),
    onOpened: () => {
      void auth.vaultOpened();
      connections.connectAll(waitingForVault(connections.states()));
    },
  });
  const opening = vault.open();
  const collecting = lockHeld ? collectOrphans({ library: libraryFile, definitions, auth, vault }) : null;

  const info = (): AppInfo => ({
    version: ports.version,
    shell: ports.shell,
    platform: process.platform,
    dataFolder: ports.dataFolder,
    readOnlyBecausePid: lock.holderPid,
    notices: [...libraryFile.notices, ...settingsFile.notices],
  });
  const snapshot = async () => {
    const accounts = await auth.accounts();
    return {
      seq: bus.seq,
      info: info(),
      servers: library.servers,
      categories: library.categories,
      states: connections.states(),
      settings: settingsFile.value,
      running: calls.running(),
      vault: vaultNews.info,
      accounts,
      signIns: auth.signIns(),
    };
  };
  const updateSettings = async (patch: Partial<Settings>) => {
    const settings = await settingsFile.update((current) => ({ ...current, ...patch }));
    bus.emit({ type: 'settings', settings });
    return settings;
  };
  const forget = async (serverId: string | null) => {
    const using = library.servers.filter(({ id, transport }) => (serverId === null || id === serverId) && refsOf(transport).length > 0);
    // What was begun with a secret has it for as long as it lasts.
    await Promise.all(using.filter(({ id }) => connections.live(id)).map(({ id }) => connections.disconnect(id)));
    await auth.forget(serverId);
    await secrets.forget(serverId);
  };
  const secure = () => {
    const ids = library.servers.map(({ id }) => id);
    return stayingConnected(connections, ids, () => definitions.secure());
  };
  const tests = new ServerTests({
    draft: (serverId, transport) => secrets.draft(serverId, transport),
    test: (server, signal) => connections.test(server, signal),
  });
  const router = createRouter({
    ...appHandlers({ snapshot, openPage, connections, auth, updateSettings }),
    ...libraryHandlers({ library, definitions, held, connections, auth }),
    ...connectionHandlers({ library, connections, auth, tests, doctor }),
    ...toolHandlers({ library, connections, calls }),
    ...authHandlers(auth),
    ...vaultHandlers({ vault, info: () => vaultNews.info, forget, secure }),
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
