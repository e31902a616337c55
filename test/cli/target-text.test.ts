import { describe, expect, test } from 'vitest';
import { targetText } from '../../electron/headless/cli/target-text.ts';
import { storedServer } from '../../shared/contract/model.ts';

/** How a saved command is listed. */
function listed(...words: string[]): string {
  const [command, ...args] = words;
  const input = storedServer.parse({ name: 's', transport: { kind: 'stdio', command, args } });
  return targetText({ ...input, id: 's', enabled: true, createdAt: 0, updatedAt: 0 });
}

describe('a listed command', () => {
  test.each([
    [['run', '--token', 's3cret', 'file'], 'run --token ••• file'],
    [['run', '--api-key=s3cret', 'file'], 'run --api-key=••• file'],
    [['run', '--apiKey', 's3cret', '-password', '-s3cret'], 'run --apiKey ••• -password •••'],
    [['docker', 'run', '-e', 'GITHUB_TOKEN=s3cret', 'image'], 'docker run -e GITHUB_TOKEN=••• image'],
    [
      ['npx', 'mcp-remote', 'https://example.com', '--header', 'Authorization: Bearer s3cret'],
      'npx mcp-remote https://example.com --header Authorization: •••',
    ],
    [['npx', 'x', '--header=X-Api-Key:s3cret s3cret'], 'npx x --header=X-Api-Key:•••'],
    [['sh', '-c', 'DB_PASSWORD="s3cret" node x.js'], 'sh -c DB_PASSWORD=•••'],
    [['sh', '-c', 'node x.js --secret s3cret'], 'sh -c node x.js --secret •••'],
    [['run', '--token=https://ann:s3cret@example.com/s3cret'], 'run --token=•••'],
    [['run', '--token', 'https://example.com/s3cret'], 'run --token •••'],
  ])('hides what a name promises to be secret: %j', (words, expected) => {
    expect(listed(...words)).toBe(expected);
  });

  test.each([
    [['npx', '-y', '@scope/server', '--port', '8080', '--url=http://localhost:1/x']],
    [['run', '--max-tokens', '4096', '--author', 'ann', '--path=/x', '--keyboard=de']],
    [['run', '--no-auth', 'file', '--token', '--verbose', 'token', 'x']],
    [['C:\\Program Files\\node.exe', 'key.js', 'https://example.com/token/x']],
  ])('shows the rest as it is: %j', (words) => {
    expect(listed(...words)).toBe(words.join(' '));
  });
});
