import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengesOf, refusalFacts, scopesIn } from '../../../../electron/core/auth/discovery/challenge.ts';

describe('a challenge', () => {
  it('is read with quotes, escapes, commas inside of quotes, and several schemes', () => {
    const header = 'Basic realm="a, b", Bearer realm="say \\"hi\\"", scope="a b" , error=invalid_token, Digest x=1';
    expect(challengesOf(header).map(({ scheme, params }) => [scheme, Object.fromEntries(params)])).toEqual([
      ['basic', { realm: 'a, b' }],
      ['bearer', { realm: 'say "hi"', scope: 'a b', error: 'invalid_token' }],
      ['digest', { x: '1' }],
    ]);
  });

  it.each([
    ['Bearer resource_metadata="https://a.example/x?y=1,2"', 'https://a.example/x?y=1,2'],
    ['Bearer resource_metadata=https://a.example/x', 'https://a.example/x'],
    ['bEaReR Realm="x",Resource_Metadata = "https://a.example/x"', 'https://a.example/x'],
    ['Negotiate abc/def==, Bearer resource_metadata="https://a.example/x"', 'https://a.example/x'],
    ['Basic resource_metadata="https://a.example/x"', null],
    ['Bearer error="resource_metadata=https://evil.example"', null],
    ['Bearer xresource_metadata="https://evil.example"', null],
    ['', null],
  ])('%s names %s', (header, expected) => {
    expect(refusalFacts(header).resourceMetadata).toBe(expected);
  });

  it('takes the first of two values with one name', () => {
    expect(refusalFacts('Bearer scope="a", scope="b"').scopes).toEqual(['a']);
  });

  it('asks for bound tokens where it knows no others', () => {
    expect(refusalFacts('DPoP algs="ES256", resource_metadata="https://a.example/x"')).toMatchObject({
      dpop: true,
      resourceMetadata: 'https://a.example/x',
    });
    expect(refusalFacts('Bearer, DPoP').dpop).toBe(false);
  });

  it('is never thrown at, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^(Bearer|DPoP|a="|\\|"|=|,| )*$/)), (header) => {
        expect(Array.isArray(refusalFacts(header).scopes)).toBe(true);
      }),
    );
  });

  it('of a megabyte is read as far as is of use', () => {
    expect(refusalFacts(`Bearer ${'a="'.repeat(400_000)}`).error).toBeNull();
  });
});

describe('scopes', () => {
  it('are each there once, in their order, without what can be none', () => {
    expect(scopesIn(' b  a b "x" \u0007 ü c\\d ')).toEqual(['b', 'a']);
    expect(scopesIn(null)).toEqual([]);
  });
});
