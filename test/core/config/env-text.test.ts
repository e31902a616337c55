// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are what a person has in a file
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvText } from '../../../electron/core/config/env-text.ts';

const variables = (text: string) => parseEnvText(text).variables;

describe('the text of a .env file', () => {
  it.each([
    ['A=1', { A: '1' }],
    ['export A=1\n  B = two words  \nC=', { A: '1', B: 'two words', C: '' }],
    ['\uFEFFA=1\r\nB=2\rC=3', { A: '1', B: '2', C: '3' }],
    ['# comment\n\n   # another\nA=1 # why\nB=#none\nC=a#b', { A: '1', B: '', C: 'a#b' }],
    [`A="a b" # c\nB='a # b'\nC=\`it's "so"\``, { A: 'a b', B: 'a # b', C: 'it\'s "so"' }],
    ['A="line 1\nline 2"\nB=2', { A: 'line 1\nline 2', B: '2' }],
    ["KEY='-----BEGIN KEY-----\nabc=\n-----END KEY-----'\nB=2", { KEY: '-----BEGIN KEY-----\nabc=\n-----END KEY-----', B: '2' }],
    ['A="x\\ny"\nB=\'x\\ny\'\nC=x\\ny', { A: 'x\ny', B: 'x\\ny', C: 'x\\ny' }],
    ['A="{\\"a\\":\\"b\\"}"\nB={"a":"b"}', { A: '{"a":"b"}', B: '{"a":"b"}' }],
    ['A="C:\\\\temp\\\\"\nB=\'C:\\dir\\\'\nC=C:\\new', { A: 'C:\\temp\\', B: 'C:\\dir\\', C: 'C:\\new' }],
    ['A==x=\nurl=postgres://u:p@h/db?x=1&y=2', { A: '=x=', url: 'postgres://u:p@h/db?x=1&y=2' }],
    ['A=""\nB=\'\'', { A: '', B: '' }],
    ['__proto__=1', JSON.parse('{"__proto__":"1"}')],
  ])('%j', (text, expected) => {
    expect(parseEnvText(text)).toEqual({ variables: expected, warnings: [] });
  });

  it('a quote that goes on or is not closed takes only its own line, and says so', () => {
    expect(parseEnvText('A="x" y\nB="z"\nC="open\nD=4\nE=\'x\'y')).toEqual({
      variables: { A: '"x" y', B: 'z', C: '"open', D: '4', E: "'x'y" },
      warnings: [
        'Line 1 goes on after its quote; it is taken as it is.',
        'Line 3 has a quote that is not closed; it is taken as it is.',
        'Line 5 goes on after its quote; it is taken as it is.',
      ],
    });
  });

  it('tells what is no variable, what is set twice and what is not looked up, by its line', () => {
    expect(parseEnvText('A="1\n2"\nhello\nA=3\n=x\n1A=2\nB=${A}/x\nNAME')).toEqual({
      variables: { A: '3', B: '${A}/x' },
      warnings: [
        'Line 3 is no variable and was left out.',
        'A is set twice; line 4 is used.',
        'Line 5 is no variable and was left out.',
        'Line 6 is no variable and was left out.',
        'B refers to another variable, which is not put in its place (line 7).',
        'Line 8 is no variable and was left out.',
      ],
    });
  });

  it('a file of another kind brings a few sentences, not one for each line', () => {
    const { warnings } = parseEnvText('nothing here\n'.repeat(5_000));
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toBe('4980 more remarks were left out.');
  });

  it.each([
    ['short lines', 'A=1\n'.repeat(500_000)],
    ['quotes that nothing closes', 'A="x\\"\n'.repeat(285_000)],
    ['quotes of all kinds', `A="\nB='\nC=\`\n`.repeat(150_000)],
    ['quotes that go on', `A="x" y\n`.repeat(250_000)],
    ['spaces', `A=${' '.repeat(1_000_000)}x${' '.repeat(900_000)}#`],
    ['hashes', `A=${' #'.repeat(900_000)}`],
  ])('2 MB of %s are read before the test’s limit: what grows with the square of the size is not', (_, text) => {
    expect(parseEnvText(text).variables).toHaveProperty('A');
  });

  it('whatever a value is, in double quotes it comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const written = value
          .replace(/["\\$]/g, '\\$&')
          .replaceAll('\n', '\\n')
          .replaceAll('\r', '\\r');
        expect(variables(`A="${written}"\nB=2`)).toEqual({ A: value, B: '2' });
      }),
    );
  });
});
