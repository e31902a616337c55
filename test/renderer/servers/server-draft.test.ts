import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  argumentsOf,
  argumentsText,
  draftErrors,
  draftFrom,
  draftOfSaved,
  EMPTY_DRAFT,
  inputFrom,
  mergedRows,
  newRow,
  rowsFromLines,
  type ServerDraft,
  sameDraft,
} from '../../../renderer/features/servers/server-draft.ts';
import { DEFAULT_AUTH, NO_LIMITS } from '../../../shared/contract/constants.ts';
import type { ServerInput } from '../../../shared/contract/model.ts';

const local: ServerInput = {
  name: 'Files',
  categoryId: 'ctg_1',
  icon: '📁',
  notes: 'n',
  callTimeoutMs: 90_500,
  limits: NO_LIMITS,
  transport: { kind: 'stdio', command: 'npx', args: ['-y', 'a b', ''], env: { TOKEN: ' x ' }, cwd: '~/work' },
};
const limits = { connectMs: 45_000, listMs: 1_500, callTotalMs: 3_600_000, reconnects: 0, messageMb: 32 };
const remote: ServerInput = {
  ...local,
  callTimeoutMs: null,
  limits,
  transport: {
    kind: 'remote',
    url: 'https://example.com/mcp',
    mode: 'sse',
    headers: { 'X-Key': '1' },
    query: { q: '1' },
    auth: { ...DEFAULT_AUTH, clientId: 'me', scopes: 'read write', redirect: 'localhost' },
    tls: { caFile: '~/ca.pem', acceptInvalid: true },
  },
};

describe('a server as it is entered', () => {
  it.each([local, remote, { ...local, transport: { kind: 'sample' } } satisfies ServerInput])('comes back as it was: %j', (server) => {
    expect(inputFrom(draftOfSaved(server))).toEqual(server);
  });

  it('keeps every argument, whatever is in it', () => {
    const comesBack = (args: readonly string[]) => {
      expect(argumentsOf(argumentsText(args))).toEqual(args);
    };
    const piece = fc.constantFrom('"', '\\', '\n', '\r', ' ', '\t', '↵', 'a', '\u2028');
    const argument = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(fc.property(fc.array(argument), comesBack));
    comesBack(['-e', 'a\nb', '', ' ', '↵', '""', '"quoted"']);
    expect(argumentsText(['-y', 'a b', '', 'a\nb'])).toBe('-y\na b\n""\n"a\\nb"');
  });

  it('takes empty lines for nothing', () => {
    expect(argumentsOf('\n-y\r\n\n  \npkg\n')).toEqual(['-y', 'pkg']);
  });

  it('loses nothing when the kind changes and changes back', () => {
    const draft = draftFrom(remote, draftOfSaved(local));
    expect(inputFrom({ ...draft, kind: 'stdio' }).transport).toEqual(local.transport);
    expect(inputFrom(draft).transport).toMatchObject({ url: 'https://example.com/mcp', mode: 'sse' });
  });

  it('leaves empty rows out', () => {
    const draft = { ...draftFrom(local), env: [newRow('A', '1'), newRow(), newRow(' B ', '')] };
    expect(inputFrom(draft).transport).toMatchObject({ env: { A: '1', B: '' } });
  });

  it('reads limits with a comma or a point', () => {
    const withLimits = (limits: Partial<ServerDraft['limits']>) => ({ ...EMPTY_DRAFT, limits: { ...EMPTY_DRAFT.limits, ...limits } });
    expect(inputFrom(withLimits({ call: '1,5', connect: ' 2.5 ', reconnects: '0', messageMb: '512' }))).toMatchObject({
      callTimeoutMs: 1_500,
      limits: { connectMs: 2_500, listMs: null, callTotalMs: null, reconnects: 0, messageMb: 512 },
    });
    expect(inputFrom(withLimits({ call: ' ' })).callTimeoutMs).toBeNull();
    for (const typed of ['soon', '1e999', '1 2', '0x10', '1e3', '-', '1,2,3']) {
      expect(draftErrors(withLimits({ callTotal: typed }))).toEqual({ 'limits.callTotalMs': 'serverForm.timeoutNotNumber' });
    }
    expect(draftErrors(withLimits({ reconnects: '1.5', messageMb: 'x' }))).toEqual({
      'limits.reconnects': 'serverForm.notWhole',
      'limits.messageMb': 'serverForm.notWhole',
    });
  });

  it('keeps limits that were typed when a server without its own is filled in', () => {
    const typed = draftFrom({ ...remote, limits });
    expect(inputFrom(draftFrom({ ...local, callTimeoutMs: null }, typed))).toMatchObject({ callTimeoutMs: null, limits });
    expect(inputFrom(draftFrom(local, { ...typed, limits: { ...typed.limits, call: '7' } })).callTimeoutMs).toBe(90_500);
  });

  it('takes an empty certificate file for none', () => {
    expect(inputFrom({ ...draftFrom(remote), caFile: '  ' }).transport).toMatchObject({ tls: { caFile: null, acceptInvalid: true } });
  });

  it('takes variables over: those of the same name are replaced, others come last, empty rows go', () => {
    const rows = [newRow('A', '1'), newRow(), newRow('B', '2')];
    expect(mergedRows(rows, { B: '3', C: '4' }).map(({ name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', '3'],
      ['C', '4'],
    ]);
    expect(mergedRows(rows, { B: '3' })[0]).toBe(rows[0]);
  });

  it('finds a name that is there twice: headers in any case, variables as written', () => {
    const rows = [newRow('Key', '1'), newRow('KEY', '2')];
    expect(draftErrors({ ...EMPTY_DRAFT, kind: 'remote', headers: rows })).toEqual({ 'transport.headers.KEY': 'serverForm.duplicateName' });
    expect(draftErrors({ ...EMPTY_DRAFT, kind: 'remote', query: rows })).toEqual({});
    expect(draftErrors({ ...EMPTY_DRAFT, kind: 'remote', query: [newRow('q', '1'), newRow('q', '2')] })).toEqual({
      'transport.query.q': 'serverForm.duplicateName',
    });
    expect(draftErrors({ ...EMPTY_DRAFT, env: rows })).toEqual({});
    expect(draftErrors({ ...EMPTY_DRAFT, env: [newRow('A', '1'), newRow('A', '2')] })).toEqual({
      'transport.env.A': 'serverForm.duplicateName',
    });
  });

  it('knows whether something was changed, whatever the rows’ keys', () => {
    expect(sameDraft(draftFrom(local), draftFrom(local))).toBe(true);
    expect(sameDraft(draftFrom(local), { ...draftFrom(local), env: [newRow('TOKEN', 'y')] })).toBe(false);
  });

  it('reads pasted lines as rows', () => {
    const plain = (text: string) => rowsFromLines(text)?.map(({ name, value }) => [name, value]) ?? null;
    expect(plain('# note\nexport A="x y"\nB=\'1\'\nC=\n')).toEqual([
      ['A', 'x y'],
      ['B', '1'],
      ['C', ''],
    ]);
    expect(plain('Authorization: Bearer x')).toEqual([['Authorization', 'Bearer x']]);
    expect(plain('just words')).toBeNull();
    expect(plain('')).toBeNull();
  });
});
