import { describe, expect, test } from 'vitest';
import { refsOf } from '../../../electron/core/secrets/transport-values.ts';
import { DefinitionSecrets, type SecretStore } from '../../../electron/core/servers/definition-secrets.ts';
import { Definitions } from '../../../electron/core/servers/definitions.ts';
import { HeldSecrets } from '../../../electron/core/servers/held-secrets.ts';
import { Library, type LibraryData } from '../../../electron/core/servers/library.ts';
import { memoryDocument } from '../../../electron/core/storage/json-document.ts';
import { memoryVault } from '../../../electron/core/vault/vault.ts';
import { type ServerDefinition, type ServerInput, serverInput } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';

/** The real vault in memory, which can be locked and whose document can fail. */
function setUp() {
  let n = 0;
  const vault = memoryVault();
  const faults = { locked: false, unwritable: false };
  const store: SecretStore = {
    names: (prefix) => vault.names(prefix),
    read: async (name) => {
      if (faults.locked) throw new AppError('vault_locked');
      return vault.read(name);
    },
    write: async (changes) => {
      if (faults.locked && Object.values(changes).some((value) => value !== null)) throw new AppError('vault_locked');
      await vault.write(changes);
    },
  };
  const memory = memoryDocument<LibraryData>({ servers: [], categories: [] });
  const document: typeof memory = {
    get value() {
      return memory.value;
    },
    notices: [],
    update: async (change) => {
      if (faults.unwritable) throw new AppError('data_unwritable', { file: 'servers.json' });
      return memory.update(change);
    },
  };
  const newId = (prefix: 'mcp' | 'ctg') => `${prefix}_${++n}`;
  const library = new Library({ document, now: () => 1_000, newId, onServers: () => {}, onCategories: () => {} });
  const newName = () => `r${++n}`;
  const held = new HeldSecrets(newName);
  const secrets = new DefinitionSecrets({ vault: store, held, newName });
  const definitions = new Definitions({ library, secrets, newId });
  const everything = async () =>
    Object.fromEntries(await Promise.all((await vault.names('')).map(async (name) => [name, await vault.read(name)])));
  return { vault, faults, held, secrets, definitions, library, everything };
}

const local = (env: object, name = 'A'): ServerInput => serverInput.parse({ name, transport: { kind: 'stdio', command: 'x', env } });
const remote = (rest: object): ServerInput =>
  serverInput.parse({ name: 'R', transport: { kind: 'remote', url: 'https://example.com/mcp', ...rest } });

function envOf({ transport }: ServerDefinition): Record<string, unknown> {
  if (transport.kind !== 'stdio') throw new Error('not a local server');
  return transport.env;
}
function refOf(server: ServerDefinition, name: string): string {
  const value = envOf(server)[name];
  if (typeof value !== 'object' || value === null || !('$secret' in value)) throw new Error(`${name} is no reference`);
  return String(value.$secret);
}

describe('saving', () => {
  test('puts every kind of secret into the vault and its name into the definition', async () => {
    const { definitions, secrets, everything } = setUp();
    const created = [
      await definitions.create(local({ TOKEN: { $new: 'one' }, MODE: 'fast' })),
      await definitions.create(
        remote({
          headers: { 'X-Key': { $new: 'two' } },
          query: { k: { $new: 'three' } },
          auth: { kind: 'bearer', token: { $new: 'four' } },
        }),
      ),
      await definitions.create(remote({ auth: { kind: 'header', name: 'X-Key', value: { $new: 'five' } } })),
      await definitions.create(remote({ auth: { kind: 'query', name: 'k', value: { $new: 'six' } } })),
      await definitions.create(remote({ auth: { kind: 'oauth', clientSecret: { $new: 'seven' } } })),
      await definitions.create(remote({ auth: { kind: 'clientCredentials', clientId: 'c', credential: { $new: 'eight' } } })),
    ];
    expect(JSON.stringify(created)).not.toMatch(/one|two|three|four|five|six|seven|eight|\$new/);
    expect(Object.values(await everything())).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']);
    const [first] = created;
    expect(envOf(first!)).toEqual({ TOKEN: { $secret: expect.stringMatching(`^server/${first!.id}/`) }, MODE: 'fast' });
    expect(await secrets.read(first!.id, refOf(first!, 'TOKEN'))).toBe('one');
  });

  test('leaves what is empty or taken from elsewhere as it is written', async () => {
    const { definitions, everything } = setUp();
    const server = await definitions.create(local({ A: { $new: '' }, B: { $new: `Bearer $\{env:TOKEN}` } }));
    expect(envOf(server)).toEqual({ A: '', B: `Bearer $\{env:TOKEN}` });
    expect(await everything()).toEqual({});
  });

  test('keeps what is unchanged, takes out what is replaced, and gives a new value a new name', async () => {
    const { definitions, secrets, everything } = setUp();
    const before = await definitions.create(local({ A: { $new: 'a-1' }, B: { $new: 'b-1' }, C: { $new: 'c-1' } }));
    const after = await definitions.update(before.id, local({ A: envOf(before).A, B: { $new: 'b-2' } }));
    expect(envOf(after).A).toEqual(envOf(before).A);
    expect(refOf(after, 'B')).not.toBe(refOf(before, 'B'));
    expect(await everything()).toEqual({ [refOf(after, 'A')]: 'a-1', [refOf(after, 'B')]: 'b-2' });
    expect(await secrets.read(before.id, refOf(before, 'C'))).toBeUndefined();
    // Undo sends what was there.
    const undone = await definitions.update(before.id, before);
    expect(envOf(undone)).toEqual(envOf(before));
    expect(Object.values(await everything()).sort()).toEqual(['a-1', 'b-1', 'c-1']);
  });

  test('that fails leaves the vault and the definition as they were', async () => {
    const { definitions, faults, library, everything } = setUp();
    const server = await definitions.create(local({ A: { $new: 'a-1' } }));
    const before = await everything();
    faults.unwritable = true;
    await expect(definitions.update(server.id, local({ A: { $new: 'a-2' } }))).rejects.toMatchObject({ code: 'data_unwritable' });
    await expect(definitions.create(local({ A: { $new: 'a-3' } }))).rejects.toMatchObject({ code: 'data_unwritable' });
    await expect(definitions.duplicate(server.id)).rejects.toMatchObject({ code: 'data_unwritable' });
    await expect(definitions.remove(server.id)).rejects.toMatchObject({ code: 'data_unwritable' });
    expect(await everything()).toEqual(before);
    expect(library.servers).toEqual([server]);
  });

  test('two changes at once lose no secret that is in use', async () => {
    const { definitions, library, everything } = setUp();
    const { id } = await definitions.create(local({ A: { $new: '0' } }));
    await Promise.all(['1', '2', '3', '4'].map((value) => definitions.update(id, local({ A: { $new: value } }))));
    expect(await everything()).toEqual({ [refOf(library.server(id), 'A')]: '4' });
  });
});

describe('a secret of another server', () => {
  test.each([
    ['by name', (victim: ServerDefinition) => refOf(victim, 'TOKEN')],
    ['below a shorter id', (victim: ServerDefinition) => `server/${victim.id}/x/y`],
    ['of an account', () => 'oauth/default/mcp_1/acc'],
    ['of a draft', () => 'draft/r1'],
    ['that was never held', () => 'held/r1'],
  ])('%s is refused, whoever asks', async (_, crafted) => {
    const { definitions, secrets, everything } = setUp();
    const victim = await definitions.create(local({ TOKEN: { $new: 'victim' } }, 'Victim'));
    const thief = await definitions.create(local({}, 'Thief'));
    const env = { STOLEN: { $secret: crafted(victim) } };
    const before = await everything();
    const refused = {
      code: 'invalid_input',
      details: { issues: [{ path: 'transport', message: expect.stringContaining('not its own') }] },
    };
    await expect(definitions.create(local(env))).rejects.toMatchObject(refused);
    await expect(definitions.update(thief.id, local(env))).rejects.toMatchObject(refused);
    await expect(definitions.restore({ ...thief, ...local(env), id: 'mcp_new' } as ServerDefinition, null)).rejects.toMatchObject(refused);
    expect(() => secrets.draft(thief.id, local(env).transport)).toThrow(AppError);
    expect(() => secrets.draft(null, local({ A: { $secret: refOf(victim, 'TOKEN') } }).transport)).toThrow(AppError);
    expect(await secrets.read(thief.id, crafted(victim))).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  test('is not read through an id that is the beginning of another one', async () => {
    const { secrets, vault } = setUp();
    await vault.write({ 'server/a/b/c': 'victim' });
    expect(await secrets.read('a', 'server/a/b/c')).toBeUndefined();
    expect(await secrets.read('a/b', 'server/a/b/c')).toBe('victim');
  });

  test('that a damaged file names is not copied with it', async () => {
    const { definitions, library, everything } = setUp();
    const victim = await definitions.create(local({ TOKEN: { $new: 'victim' } }));
    const crafted = await library.create({
      ...local({}),
      transport: { kind: 'stdio', command: 'x', args: [], cwd: null, env: { T: { $secret: refOf(victim, 'TOKEN') } } },
    });
    await definitions.duplicate(crafted.id);
    expect(await everything()).toEqual({ [refOf(victim, 'TOKEN')]: 'victim' });
  });
});

describe('copies, removal and Undo', () => {
  test('a copy has secrets of its own', async () => {
    const { definitions, everything } = setUp();
    const original = await definitions.create(local({ A: { $new: 'a' }, B: 'plain' }));
    const copy = await definitions.duplicate(original.id);
    expect(refOf(copy, 'A')).toMatch(`server/${copy.id}/`);
    expect(await everything()).toEqual({ [refOf(original, 'A')]: 'a', [refOf(copy, 'A')]: 'a' });
    await definitions.remove(original.id);
    expect(await everything()).toEqual({ [refOf(copy, 'A')]: 'a' });
  });

  test('a removed server takes its secrets along and brings them back', async () => {
    const { definitions, everything } = setUp();
    const server = await definitions.create(local({ A: { $new: 'a' } }));
    const before = await everything();
    await definitions.remove(server.id);
    expect(await everything()).toEqual({});
    expect(await definitions.restore(server, null)).toEqual(server);
    expect(await everything()).toEqual(before);
  });

  test('what is forgotten stays so, and the definition says what is missing', async () => {
    const { definitions, secrets, library, everything } = setUp();
    const a = await definitions.create(local({ A: { $new: 'a' } }));
    const b = await definitions.create(local({ A: { $new: 'b' } }));
    const c = await definitions.create(local({ A: { $new: 'c' } }));
    await definitions.remove(a.id);
    await secrets.forget(a.id);
    await definitions.restore(a, null);
    await secrets.forget(b.id);
    expect(await everything()).toEqual({ [refOf(c, 'A')]: 'c' });
    expect(library.server(b.id)).toEqual(b);
    await secrets.forget(null);
    expect(await everything()).toEqual({});
  });
});

describe('while the vault is locked', () => {
  test('everything can be changed but the secrets, and nothing is lost', async () => {
    const { definitions, faults, everything } = setUp();
    const server = await definitions.create(local({ A: { $new: 'a' }, B: { $new: 'b' } }));
    const before = await everything();
    faults.locked = true;
    const renamed = await definitions.update(server.id, local(envOf(server), 'Renamed'));
    expect(renamed.name).toBe('Renamed');
    await expect(definitions.update(server.id, local({ A: { $new: 'a-2' } }))).rejects.toMatchObject({ code: 'vault_locked' });
    await expect(definitions.duplicate(server.id)).rejects.toMatchObject({ code: 'vault_locked' });
    await definitions.update(server.id, local({ A: envOf(server).A }));
    await definitions.remove(server.id);
    expect(await everything()).toEqual(before);
    expect(await definitions.restore(server, null)).toEqual(server);
  });
});

describe('a draft', () => {
  test('has its own secrets in memory and those of the server it is of, until it ends', async () => {
    const { definitions, secrets, held, everything } = setUp();
    const server = await definitions.create(local({ A: { $new: 'a' } }));
    const before = await everything();
    const draft = secrets.draft(server.id, local({ A: envOf(server).A, B: { $new: 'b' }, C: held.hold('c') }).transport);
    const names = refsOf(draft.transport);
    const values = () => Promise.all(names.map((name) => secrets.read(server.id, name)));
    expect(await values()).toEqual(['a', 'b', 'c']);
    expect(JSON.stringify(draft.transport)).not.toContain('"b"');
    draft.end();
    expect(await values()).toEqual(['a', undefined, undefined]);
    expect(await everything()).toEqual(before);
  });
});

describe('what other apps keep', () => {
  test('goes from the core into the vault, as often as it is taken', async () => {
    const { definitions, held, everything } = setUp();
    const ref = held.hold('from elsewhere');
    expect(held.hold('from elsewhere')).toEqual(ref);
    const first = await definitions.create(local({ A: ref }));
    const second = await definitions.create(local({ A: ref }));
    expect(await everything()).toEqual({ [refOf(first, 'A')]: 'from elsewhere', [refOf(second, 'A')]: 'from elsewhere' });
  });
});

describe('securing', () => {
  test('moves what looks like a secret, and only that', async () => {
    const { definitions, library, everything } = setUp();
    const plain = await definitions.create(local({ API_KEY: 'key-1', MODE: 'fast', FROM: `$\{env:API_KEY}`, SECRET: `$\{env:SECRET}` }));
    const web = await definitions.create(
      remote({
        url: 'https://ada:pw@example.com/mcp?token=tok-1&page=1',
        headers: { 'X-Api-Key': 'key-2', Accept: 'text/plain' },
        auth: { kind: 'bearer', token: `$\{env:TOKEN}` },
      }),
    );
    expect(definitions.unprotected).toBe(3);
    await library.setEnabled(web.id, false);
    await definitions.secure();
    expect(definitions.unprotected).toBe(0);
    expect(Object.values(await everything()).sort()).toEqual(['key-1', 'key-2', 'tok-1']);
    expect(envOf(library.server(plain.id))).toMatchObject({ MODE: 'fast', FROM: `$\{env:API_KEY}`, SECRET: `$\{env:SECRET}` });
    expect(library.server(web.id)).toMatchObject({
      enabled: false,
      transport: { headers: { Accept: 'text/plain' }, auth: { token: `$\{env:TOKEN}` } },
    });
    const before = await everything();
    await definitions.secure();
    expect(await everything()).toEqual(before);
  });

  test('the credentials of an address become the header that they stand for', async () => {
    const { definitions, library, everything } = setUp();
    const { id } = await definitions.create(remote({ url: 'https://ada:p%40ss@example.com/mcp' }));
    await definitions.secure();
    expect(library.server(id).transport).toMatchObject({
      url: 'https://example.com/mcp',
      headers: { Authorization: { $secret: expect.any(String) } },
    });
    expect(Object.values(await everything())).toEqual([`Basic ${btoa('ada:p@ss')}`]);
  });
});

describe('collecting', () => {
  test('takes out what no definition and no copy that was set aside names', async () => {
    const { definitions, vault, everything } = setUp();
    const server = await definitions.create(local({ A: { $new: 'a' } }));
    await vault.write({ 'server/mcp_gone/x': 'orphan', 'server/mcp_aside/y': 'set aside', 'oauth/default/mcp_gone/z': 'not ours' });
    await definitions.collect([JSON.stringify({ servers: [{ env: { K: { $secret: 'server/mcp_aside/y' } } }] })]);
    expect(await everything()).toEqual({
      [refOf(server, 'A')]: 'a',
      'server/mcp_aside/y': 'set aside',
      'oauth/default/mcp_gone/z': 'not ours',
    });
  });
});
