import { describe, expect, it } from 'vitest';
import { suggestedAuth, withSuggestion } from '../../../renderer/features/servers/connector-suggestion.ts';
import { EMPTY_DRAFT, newRow, type ServerDraft } from '../../../renderer/features/servers/server-draft.ts';

const draft = (url: string, more: Partial<ServerDraft> = {}): ServerDraft => ({ ...EMPTY_DRAFT, kind: 'remote', url, ...more });

describe('what a known service suggests', () => {
  it('offers a bearer token where the service takes one first, and prepares its header', () => {
    expect(suggestedAuth(draft('https://api.githubcopilot.com/mcp/'))).toMatchObject({
      choice: 'bearer',
      header: { name: 'Authorization', prefix: 'Bearer ' },
    });
  });

  it('stays with signing in where that comes first, and prepares the header of its key', () => {
    expect(suggestedAuth(draft('https://mcp.figma.com/mcp'))).toMatchObject({
      choice: 'oauth',
      header: { name: 'X-Figma-Token', prefix: '' },
    });
    expect(suggestedAuth(draft('https://mcp.asana.com/v2/mcp'))).toMatchObject({ choice: 'oauth', oauth: { redirect: 'localhost' } });
  });

  it('changes nothing that the person chose, and nothing of a server with headers of its own or that is not known', () => {
    const chosen = draft('https://api.githubcopilot.com/mcp/', { auth: { ...EMPTY_DRAFT.auth, isDecided: true } });
    expect(suggestedAuth(chosen)).toBe(chosen.auth);
    const headed = draft('https://api.githubcopilot.com/mcp/', { headers: [newRow('Authorization', 'Bearer x')] });
    expect(suggestedAuth(headed)).toBe(headed.auth);
    const unknown = draft('https://example.com/mcp');
    expect(suggestedAuth(unknown)).toBe(unknown.auth);
  });

  it('never accepts a strange issuer by itself', () => {
    for (const url of ['https://api.githubcopilot.com/mcp/', 'https://mcp.figma.com/mcp', 'https://mcp.atlassian.com/v1/mcp']) {
      expect(suggestedAuth(draft(url)).oauth.lenientIssuer).toBe(false);
    }
  });

  it('gives its icon to a server without one', () => {
    expect(withSuggestion(draft('https://mcp.figma.com/mcp'), []).icon).toBe('🎨');
    expect(withSuggestion(draft('https://mcp.figma.com/mcp', { icon: '🦊' }), []).icon).toBe('🦊');
  });

  it('puts it into a category of that name, where there is one and the person has chosen none', () => {
    const categories = [{ id: 'ctg_d', name: 'design' }];
    const url = 'https://mcp.figma.com/mcp';
    expect(withSuggestion(draft(url), categories).categoryId).toBe('ctg_d');
    expect(withSuggestion(draft(url), []).categoryId).toBeNull();
    expect(withSuggestion(draft(url, { categoryId: 'ctg_x' }), categories).categoryId).toBe('ctg_x');
    expect(withSuggestion(draft(url, { newCategory: 'Mine' }), categories).categoryId).toBeNull();
  });
});
