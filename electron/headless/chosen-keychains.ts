import type { KeyWrapper } from '../core/vault/key-wrapper.ts';

/** The keychains to use; none where `PATCHBAY_KEYCHAIN=none` asks for that, such as for a person who is not to be asked by the system. */
export function chosenKeychains(keychains: () => readonly KeyWrapper[], env: NodeJS.ProcessEnv = process.env): readonly KeyWrapper[] {
  return env.PATCHBAY_KEYCHAIN === 'none' ? [] : keychains();
}
