import { describe, expect, it } from 'vitest';
import { savedSentence } from '../../../renderer/features/servers/saved-sentence.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import type { ServerDefinition, ServerState } from '../../../shared/contract/model.ts';

const at = (url: string): Pick<ServerDefinition, 'transport'> => ({
  transport: { kind: 'remote', url, mode: 'auto', headers: {}, query: {}, auth: DEFAULT_AUTH, tls: DEFAULT_TLS },
});
const CONNECTING: ServerState = { kind: 'connecting', step: 'spawning', since: 0 };

describe('what is said after a save', () => {
  it('tells of the reconnect when the address of a server in use was changed', () => {
    expect(savedSentence(at('http://a/'), at('http://b/'), CONNECTING)).toBe('serverForm.savedReconnect');
  });

  it('does not when nothing connects again', () => {
    expect(savedSentence(at('http://a/'), at('http://a/'), CONNECTING)).toBe('serverForm.saved');
    expect(savedSentence(at('http://a/'), at('http://b/'), { kind: 'disconnected' })).toBe('serverForm.saved');
  });
});
