import { defineConfig } from 'vitest/config';
import { bundledCode } from './build/bundled-code.mjs';

export default defineConfig({
  plugins: [bundledCode()],
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    // Tests never ask the keychain of whoever runs them; those that are about one start their own.
    env: { PATCHBAY_KEYCHAIN: 'none' },
    // Limits for what hangs, in ms: a computer with other work is slow, which is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Two cores are the smallest machine this runs on; most tests wait for processes, not for the CPU.
    maxWorkers: 3,
  },
});
