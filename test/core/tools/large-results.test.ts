import { describe, expect, test } from 'vitest';
import { parseLargeMessage } from '../../../electron/core/messages/large-messages.ts';
import { CallService } from '../../../electron/core/tools/call-service.ts';
import { bytesInUse } from '../../corpus/leaks.ts';
import { definition } from '../connections/fixtures/harness.ts';

type Result = Record<string, unknown>;

/** Runs whose result came as a large message. */
function service(results: Result[], outputSchema?: Result) {
  const left = [...results];
  return new CallService({
    now: () => 0,
    server: (id) => definition(id, { kind: 'sample' }),
    tool: (_, name) => ({ name, inputSchema: { type: 'object' }, ...(outputSchema ? { outputSchema } : {}) }),
    call: async () => {
      const { messages } = await parseLargeMessage([Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result: left.shift() }))], [1]);
      const message = messages[0]?.message;
      if (!message || !('result' in message)) throw new Error('no result');
      return message.result as Result;
    },
    onRun: () => {},
    onProgress: () => {},
  });
}

function readAll(calls: CallService, callId: string): string {
  let text = '';
  for (;;) {
    const slice = calls.resultText(callId, text.length);
    text += slice.text;
    if (text.length >= slice.total) return text;
  }
}

const MILLION = 1_000_000;
const long = (text: string, more: Result = {}) => ({ content: [{ type: 'text', text }], ...more });

describe('a large result', () => {
  test('is shown in part and told whole, in slices', async () => {
    const result = long('é🎉x'.repeat(2 * MILLION));
    const calls = service([result]);
    const shown = await calls.call('c', 's', 't', {});
    expect(shown).toMatchObject({ complete: false, run: { status: 'done', outputProblem: null } });
    expect(JSON.stringify(shown.result)).toMatch(/more characters/);
    expect(shown.run.sizeBytes).toBe(Buffer.byteLength(JSON.stringify(result)));
    expect(calls.resultText('c', 0).text).toHaveLength(4 * MILLION);
    expect(readAll(calls, 'c') === JSON.stringify(result)).toBe(true);
    expect(calls.result('c')).toEqual(shown);
  });

  test('that is not too large to be shown is shown whole', async () => {
    const result = long('x'.repeat(2 * MILLION));
    const calls = service([result]);
    expect(await calls.call('c', 's', 't', {})).toMatchObject({ complete: true, result });
  });

  test('may be the failure of the tool', async () => {
    const calls = service([long('x'.repeat(5 * MILLION), { isError: true })], { type: 'object' });
    expect(await calls.call('c', 's', 't', {})).toMatchObject({ complete: false, run: { status: 'toolError', outputProblem: null } });
  });

  test.each([
    ['fits', { count: 'string' }, null],
    ['does not fit', { count: 'number' }, expect.stringContaining('/count')],
  ])('whose structured content %s is checked', async (_, types, problem) => {
    const properties = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
    const calls = service([long('', { structuredContent: { count: 'x'.repeat(5 * MILLION) } })], { type: 'object', properties });
    expect((await calls.call('c', 's', 't', {})).run.outputProblem).toEqual(problem);
  });

  test('without the promised structured content is told', async () => {
    const calls = service([long('x'.repeat(5 * MILLION))], { type: 'object' });
    expect((await calls.call('c', 's', 't', {})).run.outputProblem).toContain('sent none');
  });
});

test('large results make room for later ones, and leave memory', async () => {
  const calls = service(Array.from({ length: 8 }, () => long('x'.repeat(20 * MILLION))));
  const before = await bytesInUse();
  for (let n = 0; n < 8; n += 1) await calls.call(`c${n}`, 's', 't', {});
  // Six of them are kept.
  expect((await bytesInUse()) - before).toBeLessThan(130 * MILLION);
  const kept = calls.list({}).filter(({ callId }) => calls.result(callId).result !== null);
  expect(kept.map(({ callId }) => callId)).toEqual(['c7', 'c6', 'c5', 'c4', 'c3', 'c2']);
  expect(() => calls.resultText('c0', 0)).toThrow(expect.objectContaining({ code: 'not_found' }));
});
