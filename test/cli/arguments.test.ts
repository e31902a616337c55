import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../electron/headless/cli/arguments.ts';
import type { AppError } from '../../shared/errors.ts';

const url = 'https://example.com/mcp';
const command = ['--', 'echo', 'hi'];

function refusal(argv: readonly string[]): unknown {
  try {
    parseCommandLine(argv);
    return null;
  } catch (error) {
    return { code: (error as AppError).code, issues: (error as AppError).details.issues };
  }
}

const usage = (message: string) => ({ code: 'invalid_input', issues: [{ path: '', message }] });

describe('what would do nothing is refused', () => {
  test.each([
    [['add', 'e', '--header', 'X-A: 1', ...command], '--header is for an address only'],
    [['add', 'e', '--transport', 'http', ...command], '--transport is for an address only'],
    [['add', 'e', url, '--env', 'A=1'], '--env is for a command after "--" only'],
    [['add', 'e', url, '--cwd', '.'], '--cwd is for a command after "--" only'],
    [['add', 'e', url, '--args', '{}'], '"add" takes no --args'],
    [['add', 'e', url, '--verbose'], '"add" takes no --verbose'],
    [['add', 'e', url, '--timeout', '5'], '--timeout takes a whole number from 1000 to 86400000'],
    [['tools', 'saved', '--header', 'X-A: 1'], '--header is for an address only'],
    [['tools', 'saved', '--transport', 'http'], '--transport is for an address only'],
    [['tools', 'saved', '--name', 'x'], '"tools" takes no --name'],
    [['call', 'saved', 'echo', '--env', 'A=1'], '--env is for a command after "--" only'],
    [['call', url, 'echo', '--cwd', '.'], '--cwd is for a command after "--" only'],
    [['call', 'echo', '--header', 'X-A: 1', ...command], '--header is for an address only'],
    [['list', 'extra', 'words'], '"list" takes no "extra"'],
    [['list', '--port', '5'], '"list" takes no --port'],
    [['list', ...command], '"list" takes no command after "--"'],
    [['remove', 'saved', '--timeout', '2000'], '"remove" takes no --timeout'],
    [['remove', 'saved', ...command], '"remove" takes no command after "--"'],
    [['serve', 'now'], '"serve" takes no "now"'],
    [['serve', '--timeout', '2000'], '"serve" takes no --timeout'],
  ])('%j', (argv, message) => {
    expect(refusal(argv)).toEqual(usage(message));
  });

  test.each([
    [['add', 'e', url, '--header', 'X-A: 1', '--transport', 'sse', '--category', 'c', '--timeout', '1000', '--json']],
    [['add', '--name', 'e', '--env', 'A=1', '--cwd', '.', ...command]],
    [['tools', url, '--header', 'X-A: 1', '--transport', 'http', '--timeout', '5', '--verbose']],
    [['tools', '--env', 'A=1', '--cwd', '.', ...command]],
    [['call', 'saved', 'echo', '--args', '{}', '--timeout', '5', '--verbose']],
    [['call', url, 'echo', '--args', '{}', '--header', 'X-A: 1']],
    [['call', 'echo', '--args', '{}', '--env', 'A=1', ...command]],
    [['list', '--home', '/x', '--json']],
    [['remove', 'saved', '--home', '/x']],
    [['serve', '--port', '0', '--no-open', '--home', '/x']],
    [['list', '--port', '5', '--help']],
    [['--version', '--json']],
  ])('%j is understood', (argv) => {
    expect(refusal(argv)).toBeNull();
  });
});
