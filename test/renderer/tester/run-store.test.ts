import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../../shared/contract/events.ts';
import { AppError } from '../../../shared/errors.ts';

/** The wire's answers: the page's own store and client are real. */
let reply: Reply;
let store: typeof import('../../../renderer/features/tester/run-store.ts');

beforeAll(async () => {
  vi.stubGlobal('window', { patchbay: { shell: 'desktop', invoke: async () => reply, subscribe: () => () => undefined } });
  store = await import('../../../renderer/features/tester/run-store.ts');
});

afterEach(() => store.useRuns.setState(store.useRuns.getInitialState(), true));

function refusal(error: AppError): Reply {
  return { ok: false, error: error.toData() };
}

describe('a result that is asked for again', () => {
  it('is gone when the core says so', async () => {
    reply = refusal(new AppError('not_found', { what: 'result', id: 'a' }));
    await store.loadResult('a');
    expect(store.useRuns.getState().lost.has('a')).toBe(true);
  });

  it('is not gone because the wire broke: it comes when it is asked for once more', async () => {
    reply = refusal(new AppError('connection_lost'));
    await store.loadResult('b');
    expect(store.useRuns.getState().lost.has('b')).toBe(false);
    reply = { ok: true, value: { result: { content: [] }, complete: true } };
    await store.loadResult('b');
    expect(store.useRuns.getState().results.get('b')?.complete).toBe(true);
  });
});
