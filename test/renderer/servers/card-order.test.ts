import { describe, expect, it } from 'vitest';
import { groupCards, moveByOne, moveCategoryByOne } from '../../../renderer/features/servers/card-order.ts';
import { NO_LIMITS } from '../../../shared/contract/constants.ts';
import type { Category, ServerDefinition } from '../../../shared/contract/model.ts';

const category = (id: string): Category => ({ id, name: id, icon: '', color: 'gray', description: '' });
const server = (id: string, categoryId: string | null): ServerDefinition => ({
  id,
  name: id,
  categoryId,
  icon: '',
  notes: '',
  callTimeoutMs: null,
  limits: NO_LIMITS,
  transport: { kind: 'sample' },
  enabled: true,
  createdAt: 0,
  updatedAt: 0,
});
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('the order of cards', () => {
  const a = category('a');
  const b = category('b');

  it('groups by category, with empty ones, and the rest last', () => {
    const groups = groupCards([server('1', 'b'), server('2', null), server('3', 'b'), server('4', 'gone')], [a, b]);
    expect(groups.map((group) => [group.category?.id ?? null, ids(group.servers)])).toEqual([
      ['a', []],
      ['b', ['1', '3']],
      [null, ['2', '4']],
    ]);
  });

  it('shows no group of the rest when there is no rest', () => {
    expect(groupCards([server('1', 'a')], [a])).toHaveLength(1);
  });

  it('moves a card by one place, and not beyond the ends', () => {
    const group = ['1', '2', '3'].map((id) => server(id, 'a'));
    expect(moveByOne(group, '2', -1)).toEqual({ categoryId: 'a', beforeId: '1' });
    expect(moveByOne(group, '1', 1)).toEqual({ categoryId: 'a', beforeId: '3' });
    expect(moveByOne(group, '2', 1)).toEqual({ categoryId: 'a', beforeId: null });
    expect(moveByOne(group, '1', -1)).toBeNull();
    expect(moveByOne(group, '3', 1)).toBeNull();
    expect(moveByOne(group, 'other', 1)).toBeNull();
  });

  it('moves a category by one place', () => {
    const c = category('c');
    expect(moveCategoryByOne([a, b, c], 'c', -1)).toBe('b');
    expect(moveCategoryByOne([a, b, c], 'a', 1)).toBe('c');
    expect(moveCategoryByOne([a, b, c], 'b', 1)).toBeNull();
    expect(moveCategoryByOne([a, b, c], 'a', -1)).toBeUndefined();
  });
});
