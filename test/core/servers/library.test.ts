import { describe, expect, test } from 'vitest';
import { Library, type LibraryData, libraryFormat } from '../../../electron/core/servers/library.ts';
import { memoryDocument } from '../../../electron/core/storage/json-document.ts';
import { storedServer } from '../../../shared/contract/model.ts';

function setUp(data: LibraryData = { servers: [], categories: [] }) {
  let n = 0;
  const announced: string[] = [];
  const library = new Library({
    document: memoryDocument(data),
    now: () => 1_000 + n,
    newId: (prefix) => `${prefix}_${++n}`,
    onServers: () => announced.push('servers'),
    onCategories: () => announced.push('categories'),
  });
  return { library, announced };
}

const input = (name: string, categoryId: string | null = null) =>
  storedServer.parse({ name, categoryId, transport: { kind: 'stdio', command: 'node', args: ['a.js'] } });
const plainCategory = (name: string) => ({ name, icon: '', color: 'gray', description: '' }) as const;

describe('servers', () => {
  test('are created, changed, disabled and removed, and every change is announced', async () => {
    const { library, announced } = setUp();
    const server = await library.create(input('Files'));
    expect(server).toMatchObject({ id: 'mcp_1', enabled: true, name: 'Files' });
    await library.update(server.id, input('My files'));
    await library.setEnabled(server.id, false);
    expect(library.server(server.id)).toMatchObject({ name: 'My files', enabled: false, createdAt: server.createdAt });
    await library.remove(server.id);
    expect(library.servers).toEqual([]);
    expect(announced).toEqual(['servers', 'servers', 'servers', 'servers']);
  });

  test('a copy stands behind its original under a free name', async () => {
    const { library } = setUp();
    const first = await library.create(input('Files'));
    await library.create(input('Other'));
    const copy = await library.duplicate(first.id);
    await library.duplicate(copy.id);
    expect(library.servers.map((server) => server.name)).toEqual(['Files', 'Files copy', 'Files copy 2', 'Other']);
    expect(new Set(library.servers.map((server) => server.id)).size).toBe(4);
  });

  test('move before another and into a category', async () => {
    const { library } = setUp();
    const [a, b, c] = [await library.create(input('A')), await library.create(input('B')), await library.create(input('C'))];
    const home = await library.createCategory(plainCategory('Home'));
    await library.move(c.id, home.id, a.id);
    expect(library.servers.map((server) => server.name)).toEqual(['C', 'A', 'B']);
    expect(library.server(c.id).categoryId).toBe(home.id);
    await library.move(c.id, null, null);
    expect(library.servers.at(-1)).toMatchObject({ name: 'C', categoryId: null });
    expect(library.server(b.id).categoryId).toBeNull();
  });

  test('stay where they are when they are put before themselves', async () => {
    const { library } = setUp();
    const [a] = [await library.create(input('A')), await library.create(input('B'))];
    await library.move(a.id, null, a.id);
    expect(library.servers.map((server) => server.name)).toEqual(['A', 'B']);
  });

  test('one that was removed comes back whole, in its place', async () => {
    const { library } = setUp();
    const home = await library.createCategory(plainCategory('Home'));
    const [a, b] = [await library.create({ ...input('A', home.id), notes: 'mine' }), await library.create(input('B'))];
    await library.setEnabled(a.id, false);
    const kept = library.server(a.id);
    await library.remove(a.id);
    expect(await library.restore(kept, b.id)).toEqual(kept);
    expect(library.servers).toEqual([kept, b]);
  });

  test('one that comes back finds its category and its neighbour gone', async () => {
    const { library } = setUp();
    const home = await library.createCategory(plainCategory('Home'));
    const [a, b] = [await library.create(input('A', home.id)), await library.create(input('B'))];
    await library.remove(a.id);
    await library.removeCategory(home.id);
    await library.restore(a, 'mcp_gone');
    expect(library.servers).toEqual([b, { ...a, categoryId: null }]);
  });

  test('one that is there already is not replaced by what it once was', async () => {
    const { library } = setUp();
    const a = await library.create(input('A'));
    const renamed = await library.update(a.id, input('Renamed'));
    expect(await library.restore(a, null)).toEqual(renamed);
    expect(library.servers).toEqual([renamed]);
  });

  test('what is not there is an error that names it', async () => {
    const { library } = setUp();
    await expect(library.remove('mcp_x')).rejects.toMatchObject({ code: 'not_found', message: 'There is no server "mcp_x"' });
    await expect(library.create(input('A', 'ctg_x'))).rejects.toMatchObject({ code: 'not_found' });
  });

  test('the sample server is added once, in its category', async () => {
    const { library } = setUp();
    const [sample, again] = await Promise.all([library.addSample(), library.addSample()]);
    expect(again.id).toBe(sample.id);
    expect(library.servers).toHaveLength(1);
    expect(library.categories.map((each) => each.name)).toEqual(['Getting started']);
    expect(sample.categoryId).toBe(library.categories[0]?.id);
  });
});

describe('categories', () => {
  test('have names that are unique whatever their case', async () => {
    const { library } = setUp();
    const work = await library.createCategory(plainCategory('Work'));
    const play = await library.createCategory(plainCategory('Play'));
    await expect(library.createCategory(plainCategory(' WORK '))).rejects.toMatchObject({
      code: 'name_taken',
      details: { issues: [{ path: 'name' }] },
    });
    await expect(library.updateCategory(play.id, plainCategory('work'))).rejects.toMatchObject({ code: 'name_taken' });
    await expect(library.updateCategory(work.id, plainCategory('WORK'))).resolves.toMatchObject({ name: 'WORK' });
  });

  test('leave their servers behind when they are deleted', async () => {
    const { library, announced } = setUp();
    const work = await library.createCategory(plainCategory('Work'));
    const server = await library.create(input('A', work.id));
    announced.length = 0;
    await library.removeCategory(work.id);
    expect(library.server(server.id).categoryId).toBeNull();
    expect(announced.sort()).toEqual(['categories', 'servers']);
  });

  test('are put in order', async () => {
    const { library } = setUp();
    const [a, , c] = [
      await library.createCategory(plainCategory('A')),
      await library.createCategory(plainCategory('B')),
      await library.createCategory(plainCategory('C')),
    ];
    await library.moveCategory(c.id, a.id);
    expect(library.categories.map((each) => each.name)).toEqual(['C', 'A', 'B']);
  });
});

describe('servers.json', () => {
  test('loses no valid entry to a damaged neighbour', () => {
    const good = { ...input('Good'), id: 'mcp_1', enabled: true, createdAt: 1, updatedAt: 1 };
    const { value, problems } = libraryFormat.parse({ servers: [good, { name: 'Bad' }, 7], categories: 'none' });
    expect(value.servers.map((server) => server.name)).toEqual(['Good']);
    expect(problems).toHaveLength(3);
    expect(problems.join()).toContain('"Bad"');
  });

  test('an id that is there twice counts once', () => {
    const server = { ...input('A'), id: 'mcp_1', enabled: true, createdAt: 1, updatedAt: 1 };
    const { value, problems } = libraryFormat.parse({ servers: [server, { ...server, name: 'B' }] });
    expect(value.servers.map((each) => each.name)).toEqual(['A']);
    expect(problems.join()).toContain('its id is there twice');
  });

  test('a server of an unknown category is uncategorised', () => {
    const server = { ...input('A', 'ctg_gone'), id: 'mcp_1', enabled: true, createdAt: 1, updatedAt: 1 };
    expect(libraryFormat.parse({ servers: [server] }).value.servers[0]?.categoryId).toBeNull();
  });
});
