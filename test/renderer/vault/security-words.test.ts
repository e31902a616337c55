import { describe, expect, it } from 'vitest';
import { protectionSentence, withSecrets } from '../../../renderer/features/settings/security-words.ts';
import { NO_VAULT } from '../../../renderer/stores/core-state.ts';
import { NO_LIMITS } from '../../../shared/contract/constants.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';

const server = (id: string, env: Record<string, string | { $secret: string }>): ServerDefinition => ({
  id,
  name: id,
  categoryId: null,
  icon: '',
  notes: '',
  callTimeoutMs: null,
  limits: NO_LIMITS,
  transport: { kind: 'stdio', command: 'x', args: [], env, cwd: null },
  enabled: true,
  createdAt: 0,
  updatedAt: 0,
});

describe('what is said about the vault', () => {
  it('names the keychain as people know it', () => {
    const vault = { ...NO_VAULT, protection: 'keyring', backend: 'gnome_libsecret' } as const;
    expect(protectionSentence(vault)).toEqual({ id: 'security.state.keyringNamed', values: { name: 'GNOME Keyring' } });
    expect(protectionSentence({ ...vault, backend: '' })).toEqual({ id: 'security.state.keyring' });
    expect(protectionSentence({ ...vault, protection: 'passphrase' })).toEqual({ id: 'security.state.passphrase' });
  });

  it('says first what keeps it from being used', () => {
    const vault = { ...NO_VAULT, protection: 'passphrase' } as const;
    expect(protectionSentence({ ...vault, status: 'locked' })).toEqual({ id: 'security.state.locked' });
    expect(protectionSentence({ ...vault, status: 'unset' })).toEqual({ id: 'security.state.unset' });
    const problem = new AppError('vault_foreign').toData();
    expect(protectionSentence({ ...vault, status: 'damaged', problem })).toBe(problem.message);
  });

  it('knows which servers have something to forget', () => {
    const account = {
      id: 'a',
      serverId: 'b',
      issuer: '',
      name: '',
      named: false,
      scopes: [],
      expiresAt: null,
      renewable: false,
      ended: true,
    };
    const servers = [server('a', { T: { $secret: 'server/a/1' } }), server('b', {}), server('c', { T: 'plain' })];
    expect(withSecrets(servers, [{ ...account, selected: true, createdAt: 0 }]).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});
