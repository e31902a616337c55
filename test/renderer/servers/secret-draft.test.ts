import { describe, expect, it } from 'vitest';
import {
  draftErrors,
  draftFrom,
  draftOfSaved,
  EMPTY_DRAFT,
  inputFrom,
  newRow,
  sameDraft,
} from '../../../renderer/features/servers/server-draft.ts';
import { DEFAULT_AUTH, DEFAULT_TLS, NO_LIMITS } from '../../../shared/contract/constants.ts';
import type { RemoteInput, ServerInput, StdioInput } from '../../../shared/contract/model.ts';

const KEY = 'ghp_0123456789abcdefghij';
const stored = { $secret: 'server/s1/a' };
const common = { name: 'x', categoryId: null, icon: '', notes: '', callTimeoutMs: null, limits: NO_LIMITS };
const local = (env: StdioInput['env']): ServerInput => ({
  ...common,
  transport: { kind: 'stdio', command: 'npx', args: [], env, cwd: null },
});
const remote = (auth: RemoteInput['auth'], headers: RemoteInput['headers'] = {}): ServerInput => ({
  ...common,
  transport: { kind: 'remote', url: 'https://example.com/mcp', mode: 'auto', headers, query: {}, auth, tls: DEFAULT_TLS },
});
const envOf = (input: ServerInput) => (input.transport.kind === 'stdio' ? input.transport.env : null);
const authOf = (input: ServerInput) => (input.transport.kind === 'remote' ? input.transport.auth : null);

describe('values that may be secrets', () => {
  it('sends what is typed into the vault where its name or looks are those of a secret, and the rest as it is', () => {
    const env = [
      newRow('API_KEY', 'short'),
      newRow('PORT', '3000'),
      newRow('X', KEY),
      newRow('TOKEN', '$' + '{env:TOKEN}'),
      newRow('PASSWORD', ''),
    ];
    expect(envOf(inputFrom({ ...EMPTY_DRAFT, env }))).toEqual({
      API_KEY: { $new: 'short' },
      PORT: '3000',
      X: { $new: KEY },
      TOKEN: '$' + '{env:TOKEN}',
      PASSWORD: '',
    });
  });

  it('follows the lock where the person moved it', () => {
    const env = [
      { ...newRow('API_KEY', 'k'), inVault: false },
      { ...newRow('PORT', '3000'), inVault: true },
    ];
    expect(envOf(inputFrom({ ...EMPTY_DRAFT, env }))).toEqual({ API_KEY: 'k', PORT: { $new: '3000' } });
  });

  it('leaves a saved value where it is until the person decides otherwise; a recognised one is offered for the vault', () => {
    const server = local({ API_KEY: KEY, OTHER: stored });
    expect(envOf(inputFrom(draftOfSaved(server)))).toEqual({ API_KEY: KEY, OTHER: stored });
    expect(envOf(inputFrom(draftFrom(server)))).toEqual({ API_KEY: { $new: KEY }, OTHER: stored });
    expect(envOf(inputFrom(draftFrom(local({ NAME: { $new: 'v' } }))))).toEqual({ NAME: { $new: 'v' } });
  });

  it('uses a stored value until another one is typed in its place, and is as before when it is kept', () => {
    const saved = draftOfSaved(local({ TOKEN: stored }));
    const replaced = (value: string) => ({ ...saved, env: saved.env.map((row) => ({ ...row, isReplaced: true, value })) });
    expect(envOf(inputFrom(replaced('')))).toEqual({ TOKEN: stored });
    expect(sameDraft(saved, replaced(''))).toBe(true);
    expect(envOf(inputFrom(replaced('new')))).toEqual({ TOKEN: { $new: 'new' } });
    expect(sameDraft(saved, replaced('new'))).toBe(false);
    const keyed = draftOfSaved(remote({ kind: 'bearer', token: stored }));
    const other = { ...keyed.auth.secret, isReplaced: true, value: 'new' };
    expect(sameDraft(keyed, { ...keyed, auth: { ...keyed.auth, secret: other } })).toBe(false);
  });
});

describe('authentication as it is entered', () => {
  it.each<RemoteInput['auth']>([
    { kind: 'none' },
    { kind: 'bearer', token: stored },
    { kind: 'header', name: 'X-Key', prefix: 'Key ', value: stored },
    { kind: 'query', name: 'key', value: '$' + '{env:KEY}' },
    { ...DEFAULT_AUTH, clientId: 'id', clientSecret: stored, scopes: 'a b', redirect: 'app', lenientIssuer: true },
    { kind: 'clientCredentials', clientId: 'id', method: 'secret', credential: stored, algorithm: '', scopes: '' },
    { kind: 'clientCredentials', clientId: 'id', method: 'privateKey', credential: stored, algorithm: 'ES256', scopes: 's' },
  ])('comes back as it was saved: %j', (auth) => {
    expect(authOf(inputFrom(draftOfSaved(remote(auth))))).toEqual(auth);
  });

  it('keeps every key in the vault, whatever it looks like', () => {
    const draft = draftOfSaved(remote({ kind: 'bearer', token: '' }));
    const auth = { ...draft.auth, secret: { ...draft.auth.secret, value: '123' } };
    expect(authOf(inputFrom({ ...draft, auth }))).toEqual({ kind: 'bearer', token: { $new: '123' } });
    expect(authOf(inputFrom({ ...draft, auth: { ...auth, choice: 'header' } }))).toMatchObject({ kind: 'header', value: { $new: '123' } });
  });

  it('loses nothing when the kind changes and changes back', () => {
    const draft = draftOfSaved(remote({ kind: 'bearer', token: stored }));
    const typed = { ...draft, auth: { ...draft.auth, choice: 'oauth' as const, oauth: { ...draft.auth.oauth, clientId: 'me' } } };
    expect(authOf(inputFrom(typed))).toMatchObject({ kind: 'oauth', clientId: 'me' });
    expect(authOf(inputFrom({ ...typed, auth: { ...typed.auth, choice: 'bearer' } }))).toEqual({ kind: 'bearer', token: stored });
  });

  it('knows headers of one’s own by their names', () => {
    expect(draftOfSaved(remote({ kind: 'none' }, { Authorization: stored })).auth.choice).toBe('headers');
    expect(draftOfSaved(remote({ kind: 'none' }, { 'X-Trace': '1' })).auth.choice).toBe('none');
  });

  it('asks for what the chosen kind lacks', () => {
    const draft = { ...EMPTY_DRAFT, kind: 'remote' as const };
    const errors = (auth: Partial<typeof draft.auth>) => draftErrors({ ...draft, auth: { ...draft.auth, ...auth } });
    expect(errors({})).toEqual({});
    expect(errors({ choice: 'bearer' })).toEqual({ 'transport.auth.token': 'auth.keyMissing' });
    expect(errors({ choice: 'header' })).toEqual({ 'transport.auth.value': 'auth.keyMissing' });
    expect(errors({ choice: 'clientCredentials' })).toEqual({
      'transport.auth.clientId': 'auth.clientIdMissing',
      'transport.auth.credential': 'auth.credentialMissing',
    });
    expect(draftErrors({ ...draft, kind: 'stdio', auth: { ...draft.auth, choice: 'bearer' } })).toEqual({});
  });
});
