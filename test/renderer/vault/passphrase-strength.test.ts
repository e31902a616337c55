import { describe, expect, it } from 'vitest';
import { passphraseStrength } from '../../../renderer/features/vault/passphrase-strength.ts';

describe('how good a passphrase is', () => {
  it.each([
    'a',
    'password',
    'Passw0rd123',
    'qwertz123456',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    'abcdefghijklmnopqrstuvwxyz',
    'patchbay',
    'hello world',
    'one one one one one',
  ])('%s is weak', (text) => {
    expect(passphraseStrength(text)).toBe('weak');
  });

  it.each(['correct horse battery', 'tr0ub4dor&3x'])('%s is fair', (text) => {
    expect(passphraseStrength(text)).toBe('fair');
  });

  it.each(['correct horse battery staple orbit', 'xK9#vQ2!mZ7@pL4w', 'umbrella-granite-violin-harbor-lemon'])('%s is strong', (text) => {
    expect(passphraseStrength(text)).toBe('strong');
  });

  it('never gets worse by what is typed after it', () => {
    const order = ['weak', 'fair', 'strong'];
    for (const text of ['correct horse battery staple orbit', 'xK9#vQ2!mZ7@pL4w']) {
      const levels = [...text].map((_, index) => order.indexOf(passphraseStrength(text.slice(0, index + 1))));
      expect(levels.at(-1)).toBe(2);
      expect(levels[0]).toBe(0);
    }
  });
});
