import { describe, expect, it } from 'vitest';
import { flightOf, flyAlone } from '../../../renderer/features/tester/run-flight.ts';

describe('calls on their way', () => {
  it('lets one call of a tool fly at a time, known before anything is awaited', async () => {
    let land: () => void = () => undefined;
    const calls: string[] = [];
    const first = flyAlone('server\ntool', 'one', () => {
      calls.push('one');
      return new Promise((resolve) => {
        land = resolve;
      });
    });
    expect(flightOf('server\ntool')).toBe('one');
    expect(await flyAlone('server\ntool', 'two', async () => void calls.push('two'))).toBe(false);
    expect(await flyAlone('server\nother', 'three', async () => void calls.push('three'))).toBe(true);
    land();
    expect(await first).toBe(true);
    expect(flightOf('server\ntool')).toBeUndefined();
    expect(calls).toEqual(['one', 'three']);
  });

  it('lets the next one fly after a failure', async () => {
    await expect(flyAlone('server\ntool', 'one', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await flyAlone('server\ntool', 'two', () => Promise.resolve())).toBe(true);
  });
});
