import { describe, expect, it } from 'vitest';
import { type Box, walk } from '../../../renderer/features/servers/grid-walk.ts';

/** Rows of cards; a category's last row may be short. */
function boxes(...rows: number[]): Box[] {
  return rows.flatMap((count, row) =>
    Array.from({ length: count }, (_, column) => ({ left: column * 300, top: row * 140, width: 288, height: 124 })),
  );
}

describe('walking the cards', () => {
  const grid = boxes(3, 1, 2);

  it('goes on in reading order, across categories, and stays at the ends', () => {
    expect(walk(grid, 2, 'ArrowRight')).toBe(3);
    expect(walk(grid, 3, 'ArrowLeft')).toBe(2);
    expect(walk(grid, 0, 'ArrowLeft')).toBe(0);
    expect(walk(grid, 5, 'ArrowRight')).toBe(5);
    expect(walk(grid, 4, 'Home')).toBe(0);
    expect(walk(grid, 0, 'End')).toBe(5);
  });

  it('goes up and down to the nearest card of the next row', () => {
    expect(walk(grid, 2, 'ArrowDown')).toBe(3);
    expect(walk(grid, 3, 'ArrowDown')).toBe(4);
    expect(walk(grid, 5, 'ArrowUp')).toBe(3);
    expect(walk(boxes(3, 3), 1, 'ArrowDown')).toBe(4);
    expect(walk(boxes(3, 3), 5, 'ArrowUp')).toBe(2);
  });

  it('stays where there is no further row', () => {
    expect(walk(grid, 1, 'ArrowUp')).toBe(1);
    expect(walk(grid, 4, 'ArrowDown')).toBe(4);
  });
});
