import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  argumentsOf,
  argumentsText,
  draftErrors,
  draftFrom,
  EMPTY_DRAFT,
  inputFrom,
  newRow,
  rowsFromLines,
  sameDraft,
} from '../../../renderer/features/servers/server-draft.ts';
import { NO_LIMITS } from '../../../shared/contract/constants.ts';
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
const remote: ServerInput = {
  ...local,
  callTimeoutMs: null,
  limits: NO_LIMITS,
  transport: {
    kind: 'remote',
    url: 'https://example.com/mcp',
    mode: 'sse',
    headers: { 'X-Key': '1' },
    query: { q: '1' },
    tls: { caFile: '~/ca.pem', acceptInvalid: true },
  },
};

describe('a server as it is entered', () => {
  it.each([local, remote, { ...local, transport: { kind: 'sample' } } satisfies ServerInput])('comes back as it was: %j', (server) => {
    expect(inputFrom(draftFrom(server))).toEqual(server);
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
    const draft = draftFrom(remote, draftFrom(local));
    expect(inputFrom({ ...draft, kind: 'stdio' }).transport).toEqual(local.transport);
    expect(inputFrom(draft).transport).toEqual(remote.transport);
  });

  it('leaves empty rows out', () => {
    const draft = { ...draftFrom(local), env: [newRow('A', '1'), newRow(), newRow(' B ', '')] };
    expect(inputFrom(draft).transport).toMatchObject({ env: { A: '1', B: '' } });
  });

  it('reads seconds with a comma or a point', () => {
    expect(inputFrom({ ...EMPTY_DRAFT, timeout: '1,5' }).callTimeoutMs).toBe(1_500);
    expect(inputFrom({ ...EMPTY_DRAFT, timeout: ' ' }).callTimeoutMs).toBeNull();
    expect(draftErrors({ ...EMPTY_DRAFT, timeout: 'soon' })).toEqual({ callTimeoutMs: 'serverForm.timeoutNotNumber' });
    expect(draftErrors({ ...EMPTY_DRAFT, timeout: '1e999' })).toEqual({ callTimeoutMs: 'serverForm.timeoutNotNumber' });
  });

  it('finds a name that is there twice: headers in any case, variables as written', () => {
    const rows = [newRow('Key', '1'), newRow('KEY', '2')];
    expect(draftErrors({ ...EMPTY_DRAFT, kind: 'remote', headers: rows })).toEqual({ 'transport.headers.KEY': 'serverForm.duplicateName' });
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
