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
    [['tools', 'saved', '--token-stdin'], '--token-stdin is for an address only'],
    [['tools', 'saved', '--client-id', 'x'], '--client-id is for an address only'],
    [['tools', '--login', ...command], '--login is for a saved server or an address only'],
    [['call', 'echo', '--no-browser', ...command], '--no-browser is for a saved server or an address only'],
    [['call', url, 'echo', '--account', 'Ada'], '--account is for a saved server only'],
    [['add', 'e', '--token-stdin', ...command], '--token-stdin is for an address only'],
    [['add', 'e', url, '--login'], '"add" takes no --login'],
    [['login', 'saved', '--login'], '"login" takes no --login'],
    [['login', 'saved', '--header', 'X-A: 1'], '"login" takes no --header'],
    [['login', 'saved', ...command], '"login" takes no command after "--"'],
    [['logout', 'saved', '--client-id', 'x'], '"logout" takes no --client-id'],
    [['accounts', 'saved', '--account', 'x'], '"accounts" takes no --account'],
    [['call', url, 'echo', '--args', '-', '--token-stdin'], 'Only one can read standard input: --args -, --token-stdin'],
    [
      ['tools', url, '--client-id', 'x', '--client-secret-stdin', '--token-stdin'],
      'Only one can read standard input: --client-secret-stdin, --token-stdin',
    ],
    [['login', 'saved', '--client-secret-stdin'], '--client-secret-stdin needs --client-id'],
    [['tools', url, '--token-stdin', '--login'], 'Give a key, or sign in: not both'],
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
    [['tools', url, '--token-stdin']],
    [['tools', url, '--login', '--no-browser', '--client-id', 'x', '--client-secret-stdin']],
    [['call', 'saved', 'echo', '--login', '--account', 'new']],
    [['add', 'e', url, '--token-stdin']],
    [['login', url, '--account', 'new', '--no-browser', '--client-id', 'x', '--client-secret-stdin', '--json']],
    [['logout', 'saved', '--account', 'Ada']],
    [['accounts', '--json']],
    [['list', '--home', '/x', '--json']],
    [['remove', 'saved', '--home', '/x']],
    [['serve', '--port', '0', '--no-open', '--home', '/x']],
    [['list', '--port', '5', '--help']],
    [['--version', '--json']],
  ])('%j is understood', (argv) => {
    expect(refusal(argv)).toBeNull();
  });
});
