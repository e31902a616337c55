import { describe, expect, it } from 'vitest';
import { runAccess } from '../../../renderer/features/tester/run-access.ts';
import type { ServerState } from '../../../shared/contract/model.ts';

const access = (kind: ServerState['kind'], facts: { exists?: boolean; missing?: boolean; stale?: boolean } = {}) =>
  runAccess({ kind }, { exists: true, missing: false, stale: false, ...facts });

describe('whether a tool can be run', () => {
  it('only on a server that is connected and has confirmed it', () => {
    expect(access('connected')).toEqual({ isReady: true, why: null, offers: null });
    expect(access('connected', { stale: true })).toMatchObject({ isReady: false, why: 'tester.why.unconfirmed' });
    expect(access('connected', { missing: true })).toMatchObject({ isReady: false, why: 'tester.why.gone' });
    expect(access('connected', { exists: false })).toMatchObject({ isReady: false, why: 'tester.serverGone' });
  });

  it.each<[ServerState['kind'], string | null]>([
    ['disconnected', 'connect'],
    ['failed', 'connect'],
    ['needsAuth', 'connect'],
    ['reconnecting', 'tryNow'],
    ['connecting', null],
    ['authorizing', null],
    ['disabled', null],
  ])('a server that is %s offers %s and says why', (kind, offers) => {
    expect(access(kind)).toMatchObject({ isReady: false, offers, why: expect.stringMatching(/^tester\.why/) });
  });

  it('says that a tool is from the last connection', () => {
    expect(access('disconnected', { stale: true })).toEqual({ isReady: false, why: 'tester.why.stale', offers: 'connect' });
  });
});
