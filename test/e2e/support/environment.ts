import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** No name resolves in a test but those of this machine: what would go out fails at once. */
const OFFLINE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';
const SANDBOX = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export const ELECTRON_FLAGS = [...SANDBOX, OFFLINE];
export const CHROMIUM_FLAGS = [
  ...SANDBOX,
  OFFLINE,
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** What the test script found for a shell: the program, or why there is none. */
export interface FoundProgram {
  binary: string | undefined;
  missing: string;
}

function found(name: 'ELECTRON' | 'CHROMIUM'): FoundProgram {
  const missing = process.env[`PATCHBAY_TEST_NO_${name}`] ?? 'not looked for: start the end-to-end tests with npm run test:e2e';
  return { binary: process.env[`PATCHBAY_TEST_${name}`], missing };
}

export const electron = found('ELECTRON');
export const chromium = found('CHROMIUM');
