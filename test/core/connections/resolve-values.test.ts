// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are what a person writes into a definition

import { describe, expect, it } from 'vitest';
import { resolveValues, tryResolveValues } from '../../../electron/core/connections/resolve-values.ts';
import { secretsOf } from '../../../electron/core/secrets/secrets.ts';
import { transportConfig } from '../../../shared/contract/model.ts';

const VALUES: Record<string, string> = {
  TOKEN: 'tok-123456',
  EMPTY: '',
  NESTED: '${env:TOKEN}',
  'ProgramFiles(x86)': 'C:\\p',
  HOME: '/home/u',
};
const sources = {
  variable: async (name: string) => VALUES[name],
  secret: async (ref: string) => (ref === 'mine' ? 'kept-654321' : undefined),
};

const local = (rest: object) => transportConfig.parse({ kind: 'stdio', command: 'npx', ...rest });
const remote = (rest: object) => transportConfig.parse({ kind: 'remote', url: 'https://example.com/mcp', ...rest });

describe('values that a definition only names', () => {
  it('are put in place in variables, arguments, command and folder', async () => {
    const config = local({
      command: '${env:HOME}/server',
      args: ['--key=${env:TOKEN}', '${env:TOKEN}${env:TOKEN}', '${env:EMPTY}'],
      env: { API_KEY: '${env:TOKEN}', PF: '${env:ProgramFiles(x86)}' },
      cwd: '${env:HOME}',
    });
    expect(await resolveValues(config, sources)).toEqual({
      kind: 'stdio',
      command: '/home/u/server',
      args: ['--key=tok-123456', 'tok-123456tok-123456', ''],
      env: { API_KEY: 'tok-123456', PF: 'C:\\p' },
      cwd: '/home/u',
    });
  });

  it('are put in place in headers and the query, and are secrets there', async () => {
    const config = remote({ headers: { Authorization: 'Bearer ${env:TOKEN}' }, query: { key: '${env:TOKEN}' } });
    const resolved = await resolveValues(config, sources);
    expect(resolved).toMatchObject({ headers: { Authorization: 'Bearer tok-123456' }, query: { key: 'tok-123456' } });
    expect(secretsOf(resolved)).toContain('tok-123456');
  });

  it('are not looked up in the address, nor twice; what looks alike stays as it is written', async () => {
    const texts = ['${input:token}', '$TOKEN', '${TOKEN}', '${env:}', '${env:TOKEN', '$${env:EMPTY}', '${env:NESTED}'];
    const resolved = await resolveValues(local({ args: texts }), sources);
    expect(resolved).toMatchObject({ args: [...texts.slice(0, 5), '$', '${env:TOKEN}'] });
    const address = remote({ url: 'https://example.com/${env:TOKEN}' });
    expect(await resolveValues(address, sources)).toEqual(address);
  });

  it.each([
    [local({ env: { KEY: '${env:MISSING}' } }), 'The variable “KEY”'],
    [local({ args: ['a', '${env:MISSING}'] }), 'Argument 2'],
    [local({ command: '${env:MISSING}' }), 'The command'],
    [local({ cwd: '${env:MISSING}' }), 'The working folder'],
    [remote({ headers: { 'X-Key': '${env:MISSING}' } }), 'The header “X-Key”'],
    [remote({ query: { key: '${env:MISSING}' } }), 'The query parameter “key”'],
  ])('that are missing are told with their field (%#)', async (config, field) => {
    await expect(resolveValues(config, sources)).rejects.toMatchObject({
      code: 'variable_missing',
      details: { variable: 'MISSING', field },
      message: 'The variable MISSING is not set on this computer',
    });
  });

  it('that are missing are all named to whoever asks, in the order of the fields', async () => {
    const config = local({ command: 'x', args: ['${env:A} ${env:B}'], env: { C: '${env:C}' } });
    const { missing, config: rest } = await tryResolveValues(config, sources);
    expect(missing.map(({ variable }) => variable)).toEqual(['A', 'B', 'C']);
    expect(rest).toEqual(config);
  });

  it('a name of JavaScript’s own objects is no variable', async () => {
    const config = local({ env: JSON.parse('{"__proto__x":"${env:TOKEN}"}') });
    expect(await resolveValues(config, sources)).toMatchObject({ env: { __proto__x: 'tok-123456' } });
  });
});
