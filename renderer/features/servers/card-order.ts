import type { Category, ServerDefinition } from '../../../shared/contract/model.ts';

/** One group of cards: a category, or the servers without one (null, always last). */
export interface CardGroup {
  readonly category: Category | null;
  readonly servers: readonly ServerDefinition[];
}

/** Servers by category in the order of both lists; the ones without a category last, left out when there are none. */
export function groupCards(servers: readonly ServerDefinition[], categories: readonly Category[]): CardGroup[] {
  const byCategory = new Map<string | null, ServerDefinition[]>(categories.map((category) => [category.id, []]));
  const rest: ServerDefinition[] = [];
  for (const server of servers) (byCategory.get(server.categoryId) ?? rest).push(server);
  const groups: CardGroup[] = categories.map((category) => ({ category, servers: byCategory.get(category.id) ?? [] }));
  return rest.length > 0 ? [...groups, { category: null, servers: rest }] : groups;
}

/** Where `servers.move` must put a server. */
export interface MoveTarget {
  readonly categoryId: string | null;
  readonly beforeId: string | null;
}

/** The move of a server by one place within its group; null where it is at the end already. */
export function moveByOne(group: readonly ServerDefinition[], id: string, step: -1 | 1): MoveTarget | null {
  const index = group.findIndex((server) => server.id === id);
  const server = group[index];
  if (!server || !group[index + step]) return null;
  const before = step === -1 ? group[index - 1] : group[index + 2];
  return { categoryId: server.categoryId, beforeId: before?.id ?? null };
}

/** The entry before which a category must go to move by one place; undefined where it cannot. */
export function moveCategoryByOne(categories: readonly Category[], id: string, step: -1 | 1): string | null | undefined {
  const index = categories.findIndex((category) => category.id === id);
  if (index === -1 || !categories[index + step]) return undefined;
  return (step === -1 ? categories[index - 1] : categories[index + 2])?.id ?? null;
}
