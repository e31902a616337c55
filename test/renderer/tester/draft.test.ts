import { describe, expect, it } from 'vitest';
import {
  adaptDraft,
  argumentsToRun,
  changeDraft,
  type Draft,
  fillDraft,
  newDraft,
  toFormMode,
  toJsonMode,
} from '../../../renderer/features/tester/draft.ts';
import { editDraft, setDraft, toolKey, useTester } from '../../../renderer/features/tester/tester-store.ts';
import { planForm } from '../../../shared/schema-form/plan-form.ts';
import type { FieldsValue } from '../../../shared/schema-form/value.ts';

const plan = planForm({
  type: 'object',
  properties: { query: { type: 'string' }, page: { type: 'integer', minimum: 1 } },
  required: ['query'],
});

/** The draft with raw text typed into its fields, in the schema's order. */
function typed(draft: Draft, ...texts: string[]): Draft {
  const value = draft.value as FieldsValue;
  const fields = value.fields.map((field, index) =>
    texts[index] === undefined ? field : ({ kind: 'text', sent: 'yes', text: texts[index] } as const),
  );
  return { ...draft, value: { ...value, fields } };
}

describe('drafts of arguments', () => {
  it('shows the form as JSON and brings an untouched form back exactly, unreadable text included', () => {
    const form = typed(newDraft(plan), 'hello', 'not a number');
    const json = toJsonMode(form);
    expect(JSON.parse(json.text)).toEqual({ query: 'hello' });
    expect(json.leftOut.map((issue) => issue.path)).toEqual(['/page']);
    expect(toFormMode(json).value).toBe(form.value);
  });

  it('a field that is filled late, as from a file, leaves the JSON that was opened meanwhile as it was typed', () => {
    const key = toolKey('server', 'late');
    const form = newDraft(plan);
    setDraft(key, { ...toJsonMode(form), text: '{ "query": "typed' });
    editDraft(key, (now) => changeDraft(now, { value: typed(form, 'from a file').value }));
    expect(useTester.getState().drafts[key]).toMatchObject({ mode: 'json', text: '{ "query": "typed' });
  });

  it('takes what was changed in the JSON into the form, and keeps the JSON as it was typed', () => {
    const json = { ...toJsonMode(typed(newDraft(plan), 'hello')), text: '{ "query": "bye",\n\n"page": 3, "other": true }' };
    const form = toFormMode(json);
    expect(form.mode).toBe('form');
    expect(argumentsToRun(form)).toEqual({ args: { query: 'bye', page: 3, other: true } });
    expect(toJsonMode(form).text).toBe(json.text);
  });

  it('keeps broken JSON as text and says where it breaks', () => {
    const json = { ...toJsonMode(typed(newDraft(plan), 'hello')), text: '{ "query": ' };
    const stay = toFormMode(json);
    expect(stay.mode).toBe('json');
    expect(stay.text).toBe('{ "query": ');
    expect(stay.textProblem).toMatch(/JSON/);
    expect(argumentsToRun(stay)).toMatchObject({ draft: { textProblem: expect.stringMatching(/JSON/) } });
  });

  it('does not send untouched optional fields', () => {
    expect(argumentsToRun(typed(newDraft(plan), 'x'))).toEqual({ args: { query: 'x' } });
  });

  it('marks what does not fit at its field, in both faces', () => {
    const form = argumentsToRun(typed(newDraft(plan), 'x', '0'));
    expect(form).toMatchObject({ draft: { issues: [{ path: '/page' }] } });
    const json = argumentsToRun({ ...toJsonMode(newDraft(plan)), text: '{}' });
    expect(json).toMatchObject({ draft: { issues: [{ path: '/query' }] } });
    expect(argumentsToRun({ ...toJsonMode(newDraft(plan)), text: '[1]' })).toMatchObject({ draft: { textProblem: expect.any(String) } });
  });

  it('keeps what was typed when the tool changes its schema', () => {
    const changed = planForm({ type: 'object', properties: { query: { type: 'string' }, limit: { type: 'integer' } } });
    const draft = adaptDraft(typed(newDraft(plan), 'hello', '2'), changed);
    expect(argumentsToRun(draft)).toEqual({ args: { query: 'hello', page: 2 } });
  });

  it('leaves a draft alone when the schema is the same again', () => {
    const draft = typed(newDraft(plan), 'hello', 'half typed');
    expect(adaptDraft(draft, planForm(plan.schema))).toBe(draft);
  });

  it('is filled with the arguments of an earlier run', () => {
    expect(argumentsToRun(fillDraft(typed(newDraft(plan), 'x'), { query: 'earlier', page: 2 }))).toEqual({
      args: { query: 'earlier', page: 2 },
    });
  });
});

describe('the store of drafts', () => {
  it('keeps the drafts of equally named tools of two servers apart', () => {
    const first = typed(newDraft(plan), 'one');
    const second = typed(newDraft(plan), 'two');
    setDraft(toolKey('mcp_a', 'search'), first);
    setDraft(toolKey('mcp_b', 'search'), second);
    expect(useTester.getState().drafts[toolKey('mcp_a', 'search')]).toBe(first);
    expect(useTester.getState().drafts[toolKey('mcp_b', 'search')]).toBe(second);
  });
});
