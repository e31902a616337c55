import { describe, expect, test } from 'vitest';
import { CallService } from '../../../electron/core/tools/call-service.ts';
import { summarize } from '../../../electron/core/tools/tool-summary.ts';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { definition } from '../connections/fixtures/harness.ts';

type Call = ConstructorParameters<typeof CallService>[0]['call'];

function service(call: Call, step = 200) {
  let now = 0;
  const runs: ToolRun[] = [];
  const progress: unknown[] = [];
  const calls = new CallService({
    now: () => {
      now += step;
      return now;
    },
    server: (id) => definition(id, { kind: 'sample' }),
    tool: (_, name) => ({ name, inputSchema: { type: 'object' } }),
    call,
    onRun: (run) => runs.push(run),
    onProgress: (callId, told) => progress.push([callId, told]),
  });
  return { calls, runs, progress };
}

const failing: Call = async () => {
  throw new AppError('connection_lost');
};
const MB = 'x'.repeat(1_000_000);

describe('the runs of a session', () => {
  test('that failed make room too', async () => {
    const { calls } = service(failing);
    for (let n = 0; n < 1_005; n += 1) await calls.call(`c${n}`, 's', 't', {});
    const list = calls.list({});
    expect([list.length, list[0]?.callId, list.at(-1)?.callId]).toEqual([1_000, 'c1004', 'c5']);
  });

  test('are bounded by their arguments', async () => {
    const { calls } = service(failing);
    const args = { a: [MB, MB, MB, MB, MB] };
    for (let n = 0; n < 30; n += 1) await calls.call(`c${n}`, 's', 't', args);
    expect(calls.list({}).map((run) => run.callId)).toEqual(Array.from({ length: 25 }, (_, n) => `c${29 - n}`));
  });

  test('lose their results first', async () => {
    const { calls } = service(async () => ({ content: [], structuredContent: { a: [MB, MB, MB, MB, MB] } }));
    for (let n = 0; n < 30; n += 1) await calls.call(`c${n}`, 's', 't', {});
    expect(calls.list({})).toHaveLength(30);
    expect(calls.result('c0').result).toBeNull();
    expect(calls.result('c29').result).not.toBeNull();
  });
});

test('progress travels without the arguments', async () => {
  const { calls, runs, progress } = service(async (_, __, ___, { onProgress }) => {
    for (let n = 1; n <= 3; n += 1) onProgress({ progress: n, total: 3 });
    return { content: [] };
  });
  await calls.call('c', 's', 't', { big: MB });
  expect(runs.map(({ status }) => status)).toEqual(['running', 'done']);
  expect(progress).toEqual([1, 2, 3].map((n) => ['c', { progress: n, total: 3, message: '' }]));
});

test('a summary has a short title', () => {
  const { title } = summarize({ name: 't', title: 'x'.repeat(5_000), inputSchema: {} });
  expect([title.length, title.at(-1)]).toEqual([200, '…']);
});

test('where the clock is set back, progress is told all the same, and no time is below nothing', async () => {
  const { calls, runs, progress } = service(async (_, __, ___, { onProgress }) => {
    for (let n = 1; n <= 3; n += 1) onProgress({ progress: n });
    return { content: [] };
  }, -200);
  await calls.call('c', 's', 't', {});
  expect(progress).toHaveLength(3);
  expect(runs.at(-1)).toMatchObject({ status: 'done', durationMs: 0 });
});
