import { describe, expect, it } from 'vitest';
import { failureAdvice, failureTitle } from '../../../renderer/features/servers/failure-advice.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import type { RemoteConfig, TransportConfig } from '../../../shared/contract/model.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';

const stdio = (command: string): TransportConfig => ({ kind: 'stdio', command, args: [], env: {}, cwd: null });
const remote: RemoteConfig = {
  kind: 'remote',
  url: 'https://example.com',
  mode: 'auto',
  headers: {},
  query: {},
  auth: DEFAULT_AUTH,
  tls: DEFAULT_TLS,
};
const notFound = (command: string) => new AppError('command_not_found', { command }).toData();

describe('what to try after a failure', () => {
  it.each([
    ['uvx', 'uv'],
    ['/opt/tools/npx', 'Node.js'],
    ['C:\\Tools\\python.exe', 'Python'],
    ['docker', 'Docker'],
    ['bunx', 'Bun'],
    ['deno', 'Deno'],
  ])('says where %s comes from', (command, name) => {
    const [first] = failureAdvice(notFound(command), { transport: stdio(command) });
    expect(first).toMatchObject({ text: { id: 'failure.try.install', values: { package: name } }, action: { kind: 'open' } });
    expect(first?.action).toHaveProperty('url', expect.stringMatching(/^https:\/\//));
  });

  it('asks for the path of a command it does not know', () => {
    expect(failureAdvice(notFound('my-server'), { transport: stdio('my-server') })).toEqual([
      { text: { id: 'failure.try.fullPath', values: { command: 'my-server' } }, action: { kind: 'edit' } },
    ]);
  });

  it('sends to the log when the process ended, to the form when the address is wrong', () => {
    expect(failureAdvice(new AppError('process_exited', { exit: 'exit code 1' }).toData(), { transport: stdio('x') })[0]?.action).toEqual({
      kind: 'log',
    });
    expect(failureAdvice(new AppError('wrong_url', { status: 404 }).toData(), { transport: remote })[0]?.action).toEqual({ kind: 'edit' });
  });

  it('offers a sign-in where the server is one to sign in to, a key everywhere', () => {
    const needed = new AppError('sign_in_needed').toData();
    const ids = (transport: TransportConfig) => failureAdvice(needed, { transport }).map(({ text }) => text.id);
    expect(ids(remote)).toEqual(['failure.try.signIn', 'failure.try.key']);
    expect(ids({ ...remote, auth: { kind: 'none' } })).toEqual(['failure.try.key']);
  });

  it('leads to the permissions that are asked for, to the key that was refused, to the vault that is locked', () => {
    const first = (code: ErrorCode, details = {}) => failureAdvice(new AppError(code, details).toData(), { transport: remote })[0]?.action;
    expect(first('scope_needed', { scopes: 'read write' })).toEqual({ kind: 'allowMore', scopes: ['read', 'write'] });
    expect(first('key_refused', { field: 'X-Key' })).toEqual({ kind: 'edit', field: 'key' });
    expect(first('vault_locked')).toEqual({ kind: 'unlock', need: 'unlock' });
    expect(first('vault_unset')).toEqual({ kind: 'unlock', need: 'choose' });
  });

  it.each(['tls_failed', 'ca_unreadable', 'variable_missing', 'websocket_refused', 'keeps_dying'] as const)(
    'has something to try after %s',
    (code) => {
      expect(failureAdvice(new AppError(code).toData(), { transport: remote }).map(({ action }) => action?.kind)).toContain('edit');
    },
  );

  it('titles it by what the server could not do', () => {
    expect(failureTitle(notFound('x'), { name: 'A', transport: stdio('x') }).id).toBe('failure.couldNotStart');
    expect(failureTitle(new AppError('wrong_url').toData(), { name: 'A', transport: remote }).id).toBe('failure.couldNotConnect');
    expect(failureTitle(new AppError('no_answer').toData(), { name: 'A', transport: remote }).id).toBe('failure.lost');
    expect(failureTitle(new AppError('connection_lost').toData(), { name: 'A', transport: remote }).id).toBe('failure.lost');
  });
});
