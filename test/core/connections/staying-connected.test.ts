import { afterEach, expect, test } from 'vitest';
import { stayingConnected } from '../../../electron/core/connections/staying-connected.ts';
import { definition, Recorder, raw } from './fixtures/harness.ts';

const recorder = new Recorder();
const { manager } = recorder;
afterEach(() => manager.shutdown());

test('what was connected is so again after a change, and nothing else is started', async () => {
  const [one, two, three] = [raw(), raw(), raw()];
  const saved = [definition('one', one.transport), definition('two', two.transport), definition('three', three.transport)];
  manager.sync(saved);
  await Promise.all([manager.connect('one'), manager.connect('three')]);
  const changed = (notes: typeof one) => ({ ...notes.transport, args: [...notes.transport.args, 'more'] });
  const answer = await stayingConnected(manager, ['one', 'two', 'three'], async () => {
    manager.sync([definition('one', changed(one)), definition('two', changed(two))]);
    return 'saved';
  });
  expect(answer).toBe('saved');
  await expect.poll(() => manager.state('one').kind).toBe('connected');
  expect(manager.states()).toMatchObject({ two: { kind: 'disconnected' } });
  expect(recorder.states.filter(([id]) => id === 'two').map(([, { kind }]) => kind)).not.toContain('connecting');
});
