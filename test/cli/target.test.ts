import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../electron/headless/cli/arguments.ts';
import { resolveTarget } from '../../electron/headless/cli/target.ts';

describe('what a command line names', () => {
  test('is an address of any length a host may have', () => {
    const url = `http://${'x.'.repeat(100)}invalid/mcp`;
    expect(resolveTarget(parseCommandLine(['tools', url]), url, '').transport).toMatchObject({ kind: 'remote', url });
  });
});
