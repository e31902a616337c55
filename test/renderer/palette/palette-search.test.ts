import { describe, expect, it } from 'vitest';
import { paletteEntries } from '../../../renderer/features/palette/palette-entries.ts';
import { SHOWN, searchTexts } from '../../../renderer/features/palette/palette-search.ts';
import { NO_VAULT } from '../../../renderer/stores/core-state.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';

const vault = NO_VAULT;
const server = { id: 'mcp_1', name: 'GitHub', transport: { kind: 'sample' } } as ServerDefinition;

describe('the palette', () => {
  it('finds servers, tools and actions', () => {
    const tool = { name: 'create_issue', title: '', description: '', readOnly: false, destructive: false };
    const entries = paletteEntries({ servers: [server], tools: { mcp_1: [tool], gone: [tool] }, states: {}, vault });
    expect(entries.filter((entry) => entry.group === 'tools')).toMatchObject([
      { label: 'create_issue', detail: 'GitHub', deed: { kind: 'go', route: { page: 'tools', serverId: 'mcp_1', tool: 'create_issue' } } },
    ]);
    expect(entries.some((entry) => entry.id === 'palette.addServer')).toBe(true);
    expect(entries[0]).toMatchObject({ label: 'GitHub', deed: { route: { page: 'server', id: 'mcp_1' } } });
  });

  it('offers to sign in where a server waits for that, and what can be done with the secrets', () => {
    const remote = { kind: 'remote', auth: { kind: 'oauth' } };
    const servers = [
      { ...server, id: 'mcp_2', name: 'Waits', transport: remote },
      { ...server, id: 'mcp_3', name: 'Keyed', transport: { kind: 'remote', auth: { kind: 'bearer' } } },
      { ...server, id: 'mcp_4', name: 'Connected', transport: remote },
    ] as ServerDefinition[];
    const states = { mcp_2: { kind: 'needsAuth' }, mcp_3: { kind: 'needsAuth' }, mcp_4: { kind: 'connected' } } as never;
    const deeds = (now: Partial<typeof vault>) =>
      paletteEntries({ servers, tools: {}, states, vault: { ...vault, ...now } })
        .map(({ deed }) => deed)
        .filter(({ kind }) => ['signIn', 'lock', 'unlock'].includes(kind));
    const signIn = { kind: 'signIn', serverId: 'mcp_2' };
    expect(deeds({ status: 'open', hasPassphrase: true, protection: 'passphrase' })).toEqual([signIn, { kind: 'lock' }]);
    expect(deeds({ status: 'locked', hasPassphrase: true })).toEqual([signIn, { kind: 'unlock' }]);
    expect(deeds({ status: 'open', hasPassphrase: false, protection: 'system' })).toEqual([signIn]);
  });

  it('puts the closest match first, forgives a slip, and takes words in any order', () => {
    const texts = ['list_files Project', 'read_file Project', 'read_multiple_files Project', 'GitHub'];
    expect(searchTexts(texts, 'read_file')[0]).toBe(1);
    expect(searchTexts(texts, 'gihub')).toEqual([3]);
    expect(searchTexts(texts, 'project list')).toEqual([0]);
    expect(searchTexts(texts, 'zzz')).toEqual([]);
    expect(searchTexts(texts, '  ')).toEqual([]);
  });

  it('shows at most what can be read', () => {
    expect(
      searchTexts(
        Array.from({ length: 3_000 }, (_, n) => `tool_${n}`),
        'tool',
      ),
    ).toHaveLength(SHOWN);
  });
});
