import type { Settings } from '../../../shared/contract/model.ts';
import type { MessageId } from '../../messages/en.ts';
import type { Sentence } from '../../messages/sentence.ts';
import type { CoreState } from '../../stores/core-state.ts';
import type { OpenDialog } from '../../stores/dialog-store.ts';
import type { Route } from '../../stores/route.ts';
import { visibleText } from '../../ui/text/visible-text.ts';

/** What choosing an entry does. */
export type PaletteDeed =
  | { readonly kind: 'go'; readonly route: Route }
  | { readonly kind: 'dialog'; readonly dialog: OpenDialog }
  | { readonly kind: 'theme'; readonly theme: Settings['theme'] }
  | { readonly kind: 'signIn'; readonly serverId: string }
  | { readonly kind: 'lock' }
  | { readonly kind: 'unlock' }
  | { readonly kind: 'connectAll' };

export interface PaletteEntry {
  readonly id: string;
  readonly group: 'servers' | 'tools' | 'actions';
  /** In words already where it comes from a server. */
  readonly label: Sentence | string;
  /** Said after it: a description, or where it belongs. */
  readonly detail: string;
  readonly deed: PaletteDeed;
}

function action(id: MessageId, deed: PaletteDeed): PaletteEntry {
  return { id, group: 'actions', label: { id }, detail: '', deed };
}

const ACTIONS: readonly PaletteEntry[] = [
  action('palette.addServer', { kind: 'dialog', dialog: { kind: 'addServer' } }),
  action('palette.connectAll', { kind: 'connectAll' }),
  action('palette.newCategory', { kind: 'dialog', dialog: { kind: 'category', id: null } }),
  action('palette.import', { kind: 'dialog', dialog: { kind: 'import' } }),
  action('palette.gotoServers', { kind: 'go', route: { page: 'servers' } }),
  action('palette.gotoTools', { kind: 'go', route: { page: 'tools' } }),
  action('palette.gotoActivity', { kind: 'go', route: { page: 'activity' } }),
  action('palette.gotoSettings', { kind: 'go', route: { page: 'settings' } }),
  action('palette.themeLight', { kind: 'theme', theme: 'light' }),
  action('palette.themeDark', { kind: 'theme', theme: 'dark' }),
  action('palette.themeSystem', { kind: 'theme', theme: 'system' }),
  action('palette.doctor', { kind: 'dialog', dialog: { kind: 'doctor', id: null } }),
  action('palette.keys', { kind: 'dialog', dialog: { kind: 'keys' } }),
];

/** What can be done with the secrets just now. */
function ofVault({ status, hasPassphrase, protection }: CoreState['vault']): PaletteEntry[] {
  if (status === 'locked') return [action('palette.unlock', { kind: 'unlock' })];
  return status === 'open' && hasPassphrase && protection !== 'session' ? [action('palette.lock', { kind: 'lock' })] : [];
}

/** Everything the palette can find: servers, their tools, and actions. */
export function paletteEntries({
  servers,
  tools,
  states,
  vault,
}: Pick<CoreState, 'servers' | 'tools' | 'states' | 'vault'>): PaletteEntry[] {
  const ofServers = servers.map(
    ({ id, name }): PaletteEntry => ({
      id: `server:${id}`,
      group: 'servers',
      label: name,
      detail: '',
      deed: { kind: 'go', route: { page: 'server', id, tab: 'tools' } },
    }),
  );
  const ofTools = servers.flatMap((server) =>
    (tools[server.id] ?? []).map(
      (tool): PaletteEntry => ({
        id: `tool:${server.id}:${tool.name}`,
        group: 'tools',
        label: tool.name,
        detail: server.name,
        deed: { kind: 'go', route: { page: 'tools', serverId: server.id, tool: tool.name } },
      }),
    ),
  );
  const signIns = servers
    .filter(({ id, transport }) => states[id]?.kind === 'needsAuth' && transport.kind === 'remote' && transport.auth.kind === 'oauth')
    .map(
      ({ id, name }): PaletteEntry => ({
        id: `signIn:${id}`,
        group: 'actions',
        label: { id: 'signIn.title', values: { name: visibleText(name) } },
        detail: '',
        deed: { kind: 'signIn', serverId: id },
      }),
    );
  return [...ofServers, ...signIns, ...ofVault(vault), ...ACTIONS, ...ofTools];
}
