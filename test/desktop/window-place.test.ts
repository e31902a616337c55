import { describe, expect, it, vi } from 'vitest';
import { clampPlace, parsePlace } from '../../electron/desktop/window-place.ts';

vi.mock('electron', () => ({}));

const display = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1000 };
const at = (x: number, y: number, width = 1240, height = 800) => ({ bounds: { x, y, width, height }, maximized: false });

describe("the window's place", () => {
  it('is the default one where none is remembered', () => {
    const first = { bounds: { width: 1240, height: 800 }, maximized: false };
    for (const text of [
      '',
      'null',
      '[]',
      '{"bounds":{"x":1}}',
      '{"bounds":{"x":1,"y":2,"width":"3","height":4}}',
      '{"bounds":{"x":0,"y":0,"width":1e400,"height":1}}',
    ]) {
      expect(parsePlace(text)).toEqual(first);
    }
  });

  it('comes back as it was left', () => {
    const place = { ...at(10, 20), maximized: true };
    expect(parsePlace(JSON.stringify(place))).toEqual(place);
    expect(clampPlace(place, [display])).toEqual(place);
  });

  it('stays on a display that is there', () => {
    expect(clampPlace(at(1800, 900), [display])).toEqual(at(680, 240));
    expect(clampPlace(at(-500, -50), [display])).toEqual(at(0, 0));
    expect(clampPlace(at(2000, 100), [display, second])).toEqual(at(1960, 100));
    expect(clampPlace(at(2000, 100), [display]).bounds).toEqual({ width: 1240, height: 800 });
  });

  it('fits the display, but never below the smallest size', () => {
    expect(clampPlace(at(0, 0, 4000, 3000), [display]).bounds).toEqual({ x: 0, y: 0, width: 1920, height: 1040 });
    expect(clampPlace(at(5, 5, 10, 10), [display]).bounds).toMatchObject({ width: 880, height: 600 });
  });
});
