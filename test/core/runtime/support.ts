import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlainStdio } from '../../../shared/contract/model.ts';

export function folder(name = 'folder'): string {
  return mkdtempSync(join(tmpdir(), `patchbay-${name}-`));
}

/** A shell script as a program. */
export function program(path: string, script: string, mode = 0o755): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}

export function stdio(command: string, rest: Partial<PlainStdio> = {}): PlainStdio {
  return { kind: 'stdio', command, args: [], env: {}, cwd: null, ...rest };
}
