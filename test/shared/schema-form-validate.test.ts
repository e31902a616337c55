import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../shared/schema-form/pattern.ts';
import { MAX_ISSUES, validateArguments, validateOutput } from '../../shared/schema-form/validate.ts';

function messages(schema: unknown, args: unknown): string[] {
  return validateArguments(schema, args).map((issue) => `${issue.path} ${issue.message}`);
}

describe('sentences', () => {
  test.each<[unknown, unknown, string[]]>([
    [{ required: ['a/b'] }, {}, ['/a~1b Required']],
    [{ properties: { n: { minimum: 3 } } }, { n: 2 }, ['/n Must be at least 3']],
    [{ properties: { n: { exclusiveMaximum: 3 } } }, { n: 3 }, ['/n Must be less than 3']],
    [{ properties: { n: { multipleOf: 0.1 } } }, { n: 0.25 }, ['/n Must be a multiple of 0.1']],
    [{ properties: { s: { minLength: 1 } } }, { s: '' }, ['/s Must not be empty']],
    [{ properties: { s: { pattern: '^a+$' } } }, { s: 'b' }, ['/s Does not match the pattern ^a+$']],
    [{ properties: { s: { format: 'email' } } }, { s: 'x@' }, ['/s Not a valid e-mail address']],
    [{ properties: { s: { type: 'string', format: 'date' } } }, { s: '2026-02-30' }, ['/s Not a valid date, such as 2026-03-31']],
    [{ properties: { s: { type: ['string', 'null'] } } }, { s: 1 }, ['/s Must be text or null']],
    [{ properties: { s: { enum: ['a', 'b'] } } }, { s: 'c' }, ['/s Must be one of a, b']],
    [{ properties: { l: { items: { type: 'integer' } } } }, { l: [1, 1.5] }, ['/l/1 Must be a whole number']],
    [{ properties: { l: { uniqueItems: true } } }, { l: [1, 1] }, ['/l Items must differ from each other']],
    [{ properties: { l: { minItems: 1 } } }, { l: [] }, ['/l Needs at least 1 item']],
    [{ additionalProperties: false }, { x: 1 }, ['/x Not a known field']],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, ['/b Required together with "a"']],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, ['/b Required together with "a"']],
    [{ propertyNames: { maxLength: 2 } }, { abc: 1 }, ['/abc This name is not allowed']],
    [{ patternProperties: { '^x-': { type: 'string' } } }, { 'x-a': 1, y: 1 }, ['/x-a Must be text']],
    [{ type: 'string', nullable: true }, null, []],
    [{ not: { required: ['a'] } }, { a: 1 }, [' This value is not allowed']],
    [JSON.parse('{"if":{"required":["a"]},"then":{"required":["b"]}}'), { a: 1 }, ['/b Required']],
    [{ $ref: '#/$defs/x', $defs: { x: { properties: { n: { maximum: 5 } } } } }, { n: 9 }, ['/n Must be at most 5']],
  ])('%j with %j', (schema, args, expected) => {
    expect(messages(schema, args)).toEqual(expected);
  });

  test('in a union, the variant that was meant speaks', () => {
    const variant = (kind: string) => ({ properties: { kind: { const: kind }, size: { type: 'number' } }, required: ['kind', 'size'] });
    const schema = { properties: { shape: { oneOf: [variant('circle'), variant('box')] } } };
    expect(messages(schema, { shape: { kind: 'box' } })).toEqual(['/shape/size Required']);
    expect(messages(schema, { shape: { kind: 'line', size: 1 } })).toEqual(['/shape Does not fit any of the choices']);
    expect(messages({ oneOf: [{}, {}] }, 1)).toEqual([' Fits more than one of the choices']);
  });

  test('an output that does not fit is one sentence', () => {
    expect(validateOutput({ properties: { n: { type: 'number' } }, required: ['n', 'm'] }, { n: 'x' })).toBe(
      'The structured content does not fit the tool’s output schema: /m: Required (and 1 other)',
    );
    expect(validateOutput({ type: 'object' }, {})).toBeNull();
    expect(validateOutput({ type: 'object' }, undefined)).toContain('none');
  });
});

describe('hostile input', () => {
  const long = `${'a'.repeat(5000)}!`;

  test.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$', '^(?=(a+)+$)', '(a?){30}a{30}$'])(
    'a pattern that would backtrack for ever: %s',
    (pattern) => {
      // It comes to an end: decided when the steps suffice, else left to the server.
      const issues = validateArguments({ properties: { s: { pattern } }, patternProperties: { [pattern]: {} } }, { s: long, [long]: 1 });
      expect(issues.every((issue) => issue.path === '/s' && issue.code === 'pattern')).toBe(true);
    },
  );

  test.each(['(?:(?:(?:){3999}){3999}){3999}', '(?:(?:(?=a{1500})){1500}){1500}'])(
    'a pattern that never ends to be written out: %s',
    (pattern) => {
      expect(messages({ properties: { s: { pattern }, t: { minLength: 1 } } }, { s: 'b', t: '' })).toEqual(['/t Must not be empty']);
    },
  );

  test('a pattern that is only valid by code units is matched by code units', () => {
    for (const pattern of ['^[\\w-😀]+$', '^\\-😀$', '^\\-.$', '^[\\w-.]{2}$']) {
      for (const text of ['😀', '-😀', '-a', 'a'])
        expect(messages({ pattern }, text), `${pattern} ${text}`).toHaveLength(new RegExp(pattern).test(text) ? 0 : 1);
    }
  });

  test('of a key whose pattern nobody can tell nothing is asked; a key that fits two patterns has to suit both', () => {
    const schema = { patternProperties: { '(?<=x)a': { type: 'string' }, '^n': { type: 'number' } }, additionalProperties: false };
    expect(messages(schema, { xa: 1, n: 'x' })).toEqual(['/n Must be a number']);
    expect(messages({ patternProperties: { '^a': { type: 'string' }, b$: { minimum: 5 } } }, { ab: 3 })).toEqual([
      '/ab Must be text',
      '/ab Must be at least 5',
    ]);
  });

  test('many formats for many texts, and many texts that fail, come to an end', () => {
    const texts = Array.from({ length: 50_000 }, (_, index) => `no date ${index}`);
    const properties = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`p${index}`, { format: 'date' }]));
    expect(validateArguments({ properties: { ...properties, n: { type: 'number' } } }, { n: 'x', texts })).toHaveLength(1);
    expect(validateArguments({ properties: { texts: { items: { format: 'date' } } } }, { texts })).toEqual([]);
  });

  test('the pattern of a slug is still checked', () => {
    const schema = { pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' };
    expect(messages(schema, 'a-slug-1')).toEqual([]);
    expect(messages(schema, 'a--slug')).toHaveLength(1);
  });

  test('a schema that cannot be used finds nothing; one bad part does not hide the rest', () => {
    for (const schema of [null, 3, 'x', [], { $ref: '#/none' }, { type: 'nonsense' }, { pattern: '(' }, { $ref: '#' }])
      expect(validateArguments(schema, { a: 1 })).toEqual([]);
    const partly = {
      properties: { a: { $ref: 'https://elsewhere.example/' }, b: { minimum: 'x', maximum: 1 }, c: { pattern: '[', maxLength: 1 } },
      required: 7,
    };
    expect(messages(partly, { a: 1, b: 2, c: 'cc' })).toEqual(['/b Must be at most 1', '/c Must have at most 1 character']);
  });

  test('the schema itself is left as it was', () => {
    const schema = Object.freeze({
      type: 'object',
      properties: Object.freeze({ a: Object.freeze({ $ref: '#/$defs/x' }) }),
      $defs: Object.freeze({ x: Object.freeze({ type: 'string' }) }),
    });
    expect(messages(schema, { a: 1 })).toEqual(['/a Must be text']);
  });

  test('issues are counted, doubling schemas end', () => {
    const args = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 1]));
    expect(validateArguments({ additionalProperties: { type: 'string' } }, args)).toHaveLength(MAX_ISSUES);
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `d${index}`,
        { anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
      ]),
    );
    expect(validateArguments({ $ref: '#/$defs/d0', $defs: { ...$defs, d40: { type: 'string' } } }, 1)).toEqual([]);
  });

  test('keys named like the prototype are validated as keys', () => {
    const args = JSON.parse('{"__proto__":1,"constructor":2}');
    const schema = JSON.parse(
      '{"properties":{"__proto__":{"type":"string"}},"additionalProperties":{"type":"string"},"required":["toString"]}',
    );
    expect(messages(schema, args).sort()).toEqual(['/__proto__ Must be text', '/constructor Must be text', '/toString Required']);
  });
});

test('patterns match as the engine’s own do', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\d',
    '\\w',
    '\\.',
    '(?:ab)',
    '(a|b)',
    '^',
    '$',
    '\\b',
    'é',
    '(?=a)',
    '(?!b)',
  );
  const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '+?');
  const term = fc.tuple(atom, quantifier).map(([part, times]) => (/^(\^|\$|\\b|\(\?[=!].*)$/.test(part) ? part : part + times));
  const pattern = fc
    .array(
      fc.array(term, { maxLength: 4 }).map((terms) => terms.join('')),
      { minLength: 1, maxLength: 2 },
    )
    .map((sides) => sides.join('|'));
  const text = fc.array(fc.constantFrom('a', 'b', '1', '.', 'é', '\n', '😀', ' '), { maxLength: 8 }).map((chars) => chars.join(''));
  fc.assert(
    fc.property(pattern, text, (source, subject) => {
      expect(compilePattern(source, { steps: 1e6 })?.(subject)).toBe(new RegExp(source, 'u').test(subject));
    }),
    { numRuns: 1500 },
  );
});
