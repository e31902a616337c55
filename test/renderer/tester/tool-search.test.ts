import { describe, expect, it } from 'vitest';
import { indexTools, searchTools } from '../../../renderer/features/tester/tool-search.ts';
import type { ToolSummary } from '../../../shared/contract/model.ts';

function tool(name: string, description = ''): ToolSummary {
  return { name, title: '', description, readOnly: false, destructive: false };
}

const index = indexTools([
  {
    serverId: 'a',
    serverName: 'GitHub',
    stale: false,
    tools: [tool('create_issue'), tool('search_code', 'Find code across repositories'), tool('list_commits')],
  },
  {
    serverId: 'b',
    serverName: 'Files',
    stale: false,
    tools: [tool('search_files', 'Looks for files'), tool('searchText'), tool('search')],
  },
]);

const names = (query: string): string[] => searchTools(index, query).flatMap((group) => group.tools.map((each) => each.name));

describe('searching tools', () => {
  it('keeps everything, in order, for an empty query', () => {
    expect(searchTools(index, '  ').map((group) => [group.serverName, group.tools.length, group.of])).toEqual([
      ['GitHub', 3, 3],
      ['Files', 3, 3],
    ]);
  });

  it('puts the tool that is called exactly so first, and its server with it', () => {
    expect(names('search')[0]).toBe('search');
    expect(names('search')).toEqual(expect.arrayContaining(['search_code', 'search_files', 'searchText']));
  });

  it('finds words in any order, with any separator, in camel case and in descriptions', () => {
    expect(names('code search')).toContain('search_code');
    expect(names('create issue')).toEqual(['create_issue']);
    expect(names('text')).toEqual(['searchText']);
    expect(names('repositories')).toEqual(['search_code']);
  });

  it('forgives one slip when nothing matches', () => {
    expect(names('serach_code')).toContain('search_code');
    expect(names('qqqq')).toEqual([]);
  });

  it('says how many of a server were found', () => {
    expect(searchTools(index, 'issue')).toMatchObject([{ serverName: 'GitHub', of: 3, tools: [{ name: 'create_issue' }] }]);
  });

  it('takes signs of regular expressions as text', () => {
    for (const query of ['(', '[a-', '\\', '*+?', '-', '"', "'"]) expect(() => names(query)).not.toThrow();
  });
});
