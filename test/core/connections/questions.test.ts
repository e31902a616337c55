import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { fixtureCommand, startFixture } from '../../fixtures/start-server.ts';
import { definition, Recorder, raw, textOf } from './fixtures/harness.ts';

let recorder = new Recorder();
afterEach(async () => {
  await recorder.manager.shutdown();
  recorder = new Recorder();
});

const asked = [
  { code: 'input_needed', details: { what: 'something from you' } },
  { code: 'input_needed', details: { what: 'the answer of a language model' } },
  { code: 'input_needed', details: { what: 'a list of folders' } },
];

const askAll = () =>
  Promise.all(['person', 'model', 'folders'].map((whom) => recorder.call('ask', { whom }).catch((error: unknown) => error)));

describe('a tool that asks for something before it goes on', () => {
  it.each([
    ['of a server that looks at what its client can answer', { kind: 'stdio', ...fixtureCommand('modern-stdio.mjs') }],
    ['of one that asks all the same', raw('modern').transport],
  ])('%s: says what, and disturbs nobody else', async (_, asking) => {
    const other = { kind: 'stdio', ...fixtureCommand('modern-stdio.mjs') };
    recorder.manager.sync([definition('s', asking), definition('other', other)]);
    for (const id of ['s', 'other']) expect(await recorder.manager.connect(id)).toMatchObject({ kind: 'connected', era: 'modern' });
    const options = { signal: new AbortController().signal, timeoutMs: 10_000, onProgress: () => {} };
    const [answers, waited] = await Promise.all([askAll(), recorder.manager.call('other', 'wait', { ms: 300 }, options)]);
    expect(answers).toMatchObject(asked);
    expect(textOf(waited)).toBe('waited 300 ms');
    expect(textOf(await recorder.call('echo', { message: 'still here' }))).toBe('still here');
    expect(recorder.manager.state('s')).toMatchObject({ kind: 'connected' });
  });

  it('over HTTP: says the same', async () => {
    const server = await startFixture('modern-http.mjs');
    onTestFinished(() => server.stop());
    await recorder.connected({ kind: 'remote', url: server.url });
    expect(await askAll()).toMatchObject(asked);
    expect(recorder.manager.state('s')).toMatchObject({ kind: 'connected' });
  });

  it('goes on with the answer, where somebody answers', async () => {
    const heard: unknown[] = [];
    recorder = new Recorder({
      answerer: async (serverId, question) => {
        heard.push([serverId, question]);
        return { action: 'accept', content: { name: 'Ada' } };
      },
    });
    await recorder.connected({ kind: 'stdio', ...fixtureCommand('modern-stdio.mjs') });
    expect(textOf(await recorder.call('ask', { whom: 'person' }))).toBe('{"name":"Ada"}');
    const requestedSchema = expect.objectContaining({ properties: { name: { type: 'string' } } });
    expect(heard).toEqual([['s', { message: 'Your name?', requestedSchema }]]);
    expect(await askAll()).toMatchObject([{ content: [{ text: '{"name":"Ada"}' }] }, asked[1], asked[2]]);
  });
});
