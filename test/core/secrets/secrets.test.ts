import { describe, expect, it } from 'vitest';
import { redact } from '../../../electron/core/secrets/redact.ts';
import { longestFirst, secretsOf } from '../../../electron/core/secrets/secrets.ts';
import { transportConfig } from '../../../shared/contract/model.ts';

const ofVariables = (env: Record<string, string>) => secretsOf(transportConfig.parse({ kind: 'stdio', command: 'x', env }));
const ofRemote = (rest: object) => secretsOf(transportConfig.parse({ kind: 'remote', url: 'https://example.com/mcp', ...rest }));

describe('the secrets of variables', () => {
  it.each([
    ['GITHUB_TOKEN', 'short-one'],
    ['dbPassword', 'correct horse'],
    ['OPENAI_API_KEY', 'sk-123'],
    ['GH', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ])('%s is one', (name, value) => {
    expect(ofVariables({ [name]: value })).toContain(value);
  });

  it.each([
    ['NODE_ENV', 'production'],
    ['ALLOWED_FOLDER', '/home/ada/projects/2026/notes'],
    ['MAX_TOKENS', '128000'],
    ['BASE_URL', 'https://example.com/api/v1'],
    ['GREETING', 'twenty words or more 2026'],
  ])('%s is none', (name, value) => {
    expect(ofVariables({ [name]: value })).toEqual([]);
  });

  it('are the password in an address, as it is written and as it is meant', () => {
    expect(ofVariables({ DATABASE_URL: 'postgres://ada:p%40ssw0rd@db/app' })).toEqual(
      expect.arrayContaining(['postgres://ada:p%40ssw0rd@db/app', 'p%40ssw0rd', 'p@ssw0rd']),
    );
  });

  it('are hidden in JSON and line by line as well', () => {
    const key = '-----BEGIN KEY-----\nabc"def/ghi\n-----END KEY-----';
    const secrets = ofVariables({ PRIVATE_KEY: key });
    expect(redact(JSON.stringify({ key }), secrets)).toBe('{"key":"•••"}');
    expect(redact('read abc"def/ghi', secrets)).toBe('read •••');
  });
});

describe('the secrets of arguments', () => {
  const ofArguments = (...args: string[]) => secretsOf(transportConfig.parse({ kind: 'stdio', command: 'x', args }));

  it.each([
    [['--api-key', 'sk-123456'], ['sk-123456']],
    [['--token=abcdef'], ['abcdef']],
    [
      ['--header', 'Authorization: Bearer abcdef'],
      ['Bearer abcdef', 'abcdef'],
    ],
    [['postgresql://ada:p%40ssw0rd@db/app'], ['p%40ssw0rd', 'p@ssw0rd']],
  ])('%s hide what is secret in them', (args, secrets) => {
    expect(ofArguments(...args)).toEqual(expect.arrayContaining(secrets));
  });

  it('are none in paths, packages and addresses', () => {
    expect(ofArguments('-y', '@modelcontextprotocol/server-filesystem', '/home/ada', 'https://example.com/mcp?page=2')).toEqual([]);
  });
});

describe('the secrets of a remote server', () => {
  it('are headers with and without their scheme, the query in both places, and credentials in the address', () => {
    const secrets = ofRemote({
      url: 'https://ada:s3cr3t-pass@example.com/mcp?key=in%20the%20address',
      headers: { Authorization: 'Bearer abcdef123' },
      query: { token: 'in the query' },
    });
    for (const each of [
      'Bearer abcdef123',
      'abcdef123',
      's3cr3t-pass',
      'in%20the%20address',
      'in the address',
      'in the query',
      'in%20the%20query',
    ])
      expect(secrets).toContain(each);
  });
});

it('a secret within another one does not save the rest of it', () => {
  expect(redact('secret-and-more', longestFirst(['secret', 'secret-and-more', 'secret']))).toBe('•••');
});
