import { renderToString } from 'react-dom/server';
import { IntlProvider } from 'react-intl';
import { describe, expect, test } from 'vitest';
import { schemaFormMessages } from '../../renderer/messages/schema-form.ts';
import { nativeDateInput } from '../../renderer/ui/schema-form/date-text.ts';
import { SchemaForm } from '../../renderer/ui/schema-form/schema-form.tsx';
import { checkForm } from '../../shared/schema-form/check-form.ts';
import { fromArguments } from '../../shared/schema-form/from-arguments.ts';
import { initialValue } from '../../shared/schema-form/initial-value.ts';
import { planForm } from '../../shared/schema-form/plan-form.ts';

function render(schema: unknown, args?: unknown): string {
  const plan = planForm(schema);
  const value = args === undefined ? initialValue(plan) : fromArguments(plan, args);
  const problems: string[] = [];
  const html = renderToString(
    <IntlProvider locale="en" messages={schemaFormMessages} onError={(error) => problems.push(error.message)}>
      <SchemaForm plan={plan} value={value} onChange={() => {}} issues={checkForm(plan, value).issues} formId="f" />
    </IntlProvider>,
  );
  expect(problems).toEqual([]);
  return html;
}

function property(schema: unknown, value?: unknown, required = false): string {
  return render(
    { type: 'object', properties: { it: schema }, required: required ? ['it'] : [] },
    value === undefined ? undefined : { it: value },
  );
}

/** The opening tag with this id. */
function tagOf(html: string, id: string): string {
  return html.match(/<[a-z]+[^>]*>/g)?.find((tag) => tag.includes(` id="${id}"`)) ?? '';
}

describe('every kind of field, with label, hint and an id made of its path', () => {
  test.each<[string, unknown, unknown, string, string[]]>([
    [
      'string',
      { type: 'string', description: 'Say <b>what</b>' },
      'hello',
      'input',
      ['value="hello"', 'Say &lt;b&gt;what&lt;/b&gt;', '>string<'],
    ],
    ['long text', { type: 'string', maxLength: 5000 }, 'a\nb', 'textarea', ['a\nb']],
    ['password', { type: 'string', format: 'password' }, 'x', 'input', ['type="password"', 'Show the text of it']],
    ['date', { type: 'string', format: 'date' }, '2026-03-31', 'input', ['type="date"', 'value="2026-03-31"']],
    ['not quite a date', { type: 'string', format: 'date' }, 'soon', 'input', ['value="soon"', 'Not a valid date']],
    ['number', { type: 'integer', minimum: 1 }, 7, 'input', ['inputMode="numeric"', 'value="7"', 'integer ≥ 1']],
    ['boolean', { type: 'boolean' }, true, 'input', ['type="checkbox"', 'checked=""']],
    ['enum', { enum: ['a', 'b'] }, 'b', 'button', ['>enum<']],
    ['long enum', { enum: Array.from({ length: 80 }, (_, index) => `o${index}`) }, 'o3', 'input', ['role="combobox"']],
    ['several options', { type: 'array', items: { enum: ['red', 'blue'] } }, ['red'], 'div', ['1 of 2 chosen', 'blue']],
    ['const', { const: 'fixed' }, 'fixed', 'input', ['fixed', 'constant']],
    ['array', { type: 'array', items: { type: 'string' } }, ['x', 'y'], 'div', ['id="f/it/0"', 'id="f/it/1"', 'Move it 1 down', '2 items']],
    ['tuple', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, ['x', 2], 'div', ['id="f/it/0"', 'id="f/it/1"']],
    ['object', { type: 'object', properties: { in: { type: 'string' } } }, { in: 'x' }, 'div', ['id="f/it/in"']],
    [
      'map',
      { type: 'object', additionalProperties: { type: 'string' } },
      { 'a b': 'x' },
      'div',
      ['value="a b"', 'id="f/it/a_20_b"', 'Add entry'],
    ],
    [
      'choice',
      {
        oneOf: [
          { title: 'One', type: 'string' },
          { title: 'Two', type: 'number' },
        ],
      },
      'x',
      'div',
      ['id="f/it-variant"', 'value="x"'],
    ],
    ['json', { $ref: 'https://elsewhere.example' }, [1], 'div', ['refers to something that is not in it', 'id="f/it-json"']],
    ['misfit', { type: 'number' }, { a: 1 }, 'textarea', ['does not fit the field', 'Use the field']],
  ])('%s', (_name, schema, value, tag, parts) => {
    const html = property(schema, value);
    expect(html).toContain('>it<');
    expect(tagOf(html, 'f/it')).toMatch(new RegExp(`^<${tag}`));
    for (const part of parts) expect(html).toContain(part);
  });

  test('a recursive part is closed until it is added', () => {
    const schema = { type: 'object', properties: { kid: { $ref: '#' } }, required: ['kid'] };
    expect(render(schema, { kid: { kid: {} } })).toContain('id="f/kid/kid"');
    expect(render(schema)).toContain('Add kid');
  });
});

describe('states', () => {
  test('untouched and optional: not sent, or the default', () => {
    expect(property({ type: 'string' })).toContain('placeholder="not sent"');
    expect(property({ type: 'integer', default: 20 })).toContain('placeholder="default: 20"');
    expect(property({ type: 'boolean' })).toContain('>not sent<');
    expect(property({ type: 'object', properties: { in: {} } })).not.toContain('f/it/in');
    expect(property({ type: 'string' })).not.toContain('Do not send');
  });

  test('what is sent can be taken back, unless it is required', () => {
    expect(property({ type: 'string' }, 'x')).toContain('aria-label="Do not send it"');
    expect(property({ type: 'string' }, 'x', true)).not.toContain('Do not send');
    expect(property({ type: ['string', 'null'] }, null)).toMatch(
      /aria-label="Send null as it"[^>]*aria-pressed="true"|aria-pressed="true"[^>]*aria-label="Send null as it"/,
    );
  });

  test('an issue marks its control and describes it', () => {
    const html = property({ type: 'string', minLength: 3, description: 'd' }, 'x', true);
    expect(tagOf(html, 'f/it')).toContain('aria-invalid="true"');
    expect(tagOf(html, 'f/it')).toMatch(/aria-describedby="[^"]*f\/it-error f\/it-description"/);
    expect(tagOf(html, 'f/it-error')).not.toBe('');
    expect(html).toContain('Must have at least 3 characters');
    expect(html).toContain('>required<');
  });

  test('keys the schema does not know are shown', () => {
    expect(render({ type: 'object', properties: { a: {} } }, { other: { deep: 1 } })).toContain('{&quot;deep&quot;:1}');
  });

  test('words of a stranger cannot turn the text around or hide in it', () => {
    const html = property({ enum: ['a\u202Eb', 'c'], title: 'sa\u202Efe', description: 'in\u200Bvisible\nnext' });
    expect(html).not.toMatch(/[\u202E\u200B]/);
    expect(html).toContain('visible\nnext');
  });

  test('a tool without arguments says so', () => {
    expect(render({ type: 'object', properties: {} })).toContain('takes no arguments');
  });

  test('a root of any kind', () => {
    expect(render({ type: 'array', items: { type: 'string' } }, ['x'])).toContain('id="f/0"');
    expect(render(true)).toContain('id="f-json"');
  });
});

test.each([
  ['date-time', '2026-03-31T14:30'],
  ['date-time', '2026-11-01T02:30:15'],
  ['time', '14:30'],
  ['date', '2026-03-31'],
])('%s: a native value becomes RFC 3339 and is shown again', (format, native) => {
  const input = nativeDateInput(format)!;
  const text = input.fromNative(native);
  expect(input.toNative(text)?.startsWith(native)).toBe(true);
  expect(checkForm(planForm({ type: 'string', format }), { kind: 'text', sent: 'yes', text }).issues).toEqual([]);
  expect(input.toNative('')).toBe('');
  expect(input.toNative('not a date')).toBeNull();
});
