import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openVault } from '../../../electron/core/vault/file-vault.ts';
import { type KeyWrapper, memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import { AppError } from '../../../shared/errors.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-vault-'));
  file = join(folder, 'vault.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vault = (...keychains: KeyWrapper[]) => openVault({ file, keychains });
const onDisk = () => JSON.parse(readFileSync(file, 'utf8'));
const everything = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
const kinds = () => onDisk().wraps.map(({ kind }: { kind: string }) => kind);
const code = (expected: string) => ({ code: expected });

/** A keychain that can be switched off, and that can fail to answer. */
function switchable(kind: KeyWrapper['kind'] = 'keyring') {
  const keychain = memoryKeyWrapper(kind);
  const state = { missing: null as string | null, silent: false, stale: false };
  const wrapper: KeyWrapper = {
    ...keychain,
    available: async () => state.missing,
    async unwrap(text) {
      if (state.silent) throw new AppError('keychain_failed', { detail: 'It is locked.' });
      const found = await keychain.unwrap(text);
      return found && { ...found, stale: state.stale };
    },
  };
  return { wrapper, state };
}

describe('secrets in the file', () => {
  test('are there in the next process, and nothing of them can be read on the disk', async () => {
    const keychain = memoryKeyWrapper();
    const first = vault(keychain);
    await first.write({ 'server/a/1': 'canary-one', 'server/a/2': '', 'oauth/default/a/x': '{"token":"canary-two"}' });
    expect(first.info).toMatchObject({ status: 'open', protection: 'keyring', backend: 'memory', secrets: 3, problem: null, file });
    const second = vault(keychain);
    expect(await second.read('server/a/1')).toBe('canary-one');
    expect(await second.read('server/a/2')).toBe('');
    expect(await second.read('server/a/3')).toBeUndefined();
    expect(await second.names('server/a/')).toEqual(['server/a/1', 'server/a/2']);
    expect(everything()).not.toMatch(/canary/);
  });

  test('are deleted by null, in the version before, too; a write is all or nothing', async () => {
    const keychain = memoryKeyWrapper();
    const first = vault(keychain);
    await first.write({ a: '1', b: '2' });
    await first.write({ a: null, b: '3', c: '4' });
    const sealed = onDisk().entries.c;
    expect(await first.names('')).toEqual(['b', 'c']);
    await first.write({ c: null });
    expect(everything()).not.toContain(sealed);
    expect(await vault(keychain).read('b')).toBe('3');
  });

  test('have any name', async () => {
    const keychain = memoryKeyWrapper();
    await vault(keychain).write({ ['__proto__']: 'one', constructor: 'two', '': 'three' });
    const later = vault(keychain);
    expect([await later.read('__proto__'), await later.read('constructor'), await later.read('')]).toEqual(['one', 'two', 'three']);
  });

  test('open under their own name only, and one that was changed is told and stays', async () => {
    const keychain = memoryKeyWrapper();
    await vault(keychain).write({ mine: 'one', other: 'two' });
    const content = onDisk();
    content.entries = { mine: content.entries.other, other: content.entries.other };
    writeFileSync(file, JSON.stringify(content));
    const later = vault(keychain);
    await expect(later.read('mine')).rejects.toMatchObject(code('secret_damaged'));
    expect(await later.read('other')).toBe('two');
    await later.write({ third: 'three' });
    expect(onDisk().entries.mine).toBe(content.entries.mine);
  });

  test('are sealed with a fresh IV each time', async () => {
    const own = vault(memoryKeyWrapper());
    await own.write({ a: 'same', b: 'same' });
    const { a, b } = onDisk().entries;
    await own.write({ a: 'same' });
    expect(new Set([a, b, onDisk().entries.a].map((text) => text.slice(0, 16))).size).toBe(3);
  });

  test('that another process writes are seen, and a listener hears of it', async () => {
    const keychain = memoryKeyWrapper();
    const [app, command] = [vault(keychain), vault(keychain)];
    await app.write({ a: '1' });
    let heard = 0;
    const stop = app.onChange(() => {
      heard += 1;
    });
    await command.write({ b: '2' });
    expect(await app.read('b')).toBe('2');
    expect([app.info.secrets, heard]).toEqual([2, 1]);
    stop();
    await app.write({ c: '3' });
    expect(heard).toBe(1);
  });

  test('of two processes that begin the vault at the same time are all there', async () => {
    const keychain = memoryKeyWrapper();
    const many = Array.from({ length: 4 }, () => vault(keychain));
    await Promise.all(many.map((each, n) => each.write({ [`n${n}`]: String(n) })));
    expect(await Promise.all([0, 1, 2, 3].map((n) => vault(keychain).read(`n${n}`)))).toEqual(['0', '1', '2', '3']);
  });
});

describe('keychains', () => {
  test('each that is there gets a wrap, so that app and command line open the same vault', async () => {
    const [system, keyring] = [memoryKeyWrapper('system'), memoryKeyWrapper()];
    const app = vault(system, keyring);
    await app.write({ a: '1' });
    expect(app.info.protection).toBe('system');
    const command = vault(keyring);
    expect(await command.read('a')).toBe('1');
    expect(command.info.protection).toBe('keyring');
  });

  test('one that is missing in the file is added once the file was opened another way; entries stay as they are', async () => {
    const [system, keyring] = [memoryKeyWrapper('system'), memoryKeyWrapper()];
    await vault(keyring).write({ a: '1' });
    const { entries } = onDisk();
    expect(await vault(system, keyring).read('a')).toBe('1');
    expect(kinds()).toEqual(['keyring', 'system']);
    expect(onDisk().entries).toEqual(entries);
    expect(await vault(system).read('a')).toBe('1');
  });

  test('a wrap that the keychain wants renewed is replaced', async () => {
    const { wrapper, state } = switchable();
    await vault(wrapper).write({ a: '1' });
    const [before] = onDisk().wraps;
    state.stale = true;
    expect(await vault(wrapper).read('a')).toBe('1');
    expect(onDisk().wraps).toHaveLength(1);
    expect(onDisk().wraps[0].text).not.toBe(before.text);
  });

  test('without one nothing is written, and what to do is said', async () => {
    const { wrapper, state } = switchable();
    state.missing = 'Nothing keeps keys here. Install one.';
    const own = vault(wrapper);
    await own.open();
    expect(own.info).toMatchObject({ status: 'unset', protection: null, noKeychain: state.missing });
    await expect(own.write({ a: 'canary' })).rejects.toMatchObject(code('vault_unset'));
    expect(await own.read('a')).toBeUndefined();
    await expect(own.protect({ by: 'keychain' })).rejects.toMatchObject(code('vault_unset'));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('one that does not answer costs nothing but the moment', async () => {
    const { wrapper, state } = switchable();
    await vault(wrapper).write({ a: '1' });
    const before = readFileSync(file);
    state.silent = true;
    const own = vault(wrapper);
    await expect(own.read('a')).rejects.toMatchObject(code('keychain_failed'));
    expect(own.info).toMatchObject({ status: 'locked', problem: code('keychain_failed') });
    await expect(own.protect({ by: 'keychain' })).rejects.toMatchObject(code('keychain_failed'));
    await expect(own.write({ b: '2' })).rejects.toMatchObject(code('keychain_failed'));
    expect(readFileSync(file)).toEqual(before);
    state.silent = false;
    expect(await own.read('a')).toBe('1');
    expect(own.info).toMatchObject({ status: 'open', problem: null });
  });

  test('one that is missing is known to be missing while it is looked for again', async () => {
    const { wrapper, state } = switchable();
    state.missing = 'gone';
    const own = vault(wrapper);
    await own.protect({ by: 'passphrase', passphrase: 'tulip' });
    await own.write({ a: '1' });
    await own.open();
    expect(own.info.noKeychain).toBe('gone');
    await expect(own.protect({ by: 'session' })).rejects.toMatchObject(code('invalid_input'));
    expect(own.info.noKeychain).toBe('gone');
  });

  test('one that is there again is found when the person asks', async () => {
    const { wrapper, state } = switchable();
    await vault(wrapper).write({ a: '1' });
    state.missing = 'gone';
    const own = vault(wrapper);
    await own.open();
    expect(own.info).toMatchObject({ status: 'damaged', problem: code('keychain_failed'), noKeychain: 'gone' });
    state.missing = null;
    await own.unlock('');
    expect(own.info).toMatchObject({ status: 'open', noKeychain: null });
  });
});

// Each guess costs half a second, and several on a busy machine.
describe('a passphrase', { timeout: 90_000 }, () => {
  test('protects where there is no keychain; the next process asks for it', async () => {
    const own = vault();
    await own.protect({ by: 'passphrase', passphrase: 'four words of mine' });
    await own.write({ a: 'canary' });
    expect(own.info).toMatchObject({ status: 'open', protection: 'passphrase', hasPassphrase: true });
    const later = vault();
    await later.open();
    expect(later.info).toMatchObject({ status: 'locked', protection: 'passphrase', secrets: 1, problem: null });
    await expect(later.read('a')).rejects.toMatchObject(code('vault_locked'));
    await expect(later.write({ b: '2' })).rejects.toMatchObject(code('vault_locked'));
    await expect(later.protect({ by: 'passphrase', passphrase: 'another' })).rejects.toMatchObject(code('vault_locked'));
    await expect(later.unlock('four words')).rejects.toMatchObject(code('passphrase_wrong'));
    expect(await later.names('')).toEqual(['a']);
    await later.unlock('four words of mine');
    expect(await later.read('a')).toBe('canary');
    expect(everything()).not.toMatch(/canary|four words/);
  });

  test('is the same in every way to write it', async () => {
    const own = vault();
    await own.protect({ by: 'passphrase', passphrase: 'caf\u00e9' });
    await own.write({ a: '1' });
    const later = vault();
    await later.unlock('cafe\u0301');
    expect(await later.read('a')).toBe('1');
  });

  test('that is changed opens nothing any more, not even the version before; entries stay as they are', async () => {
    const own = vault();
    await own.protect({ by: 'passphrase', passphrase: 'old' });
    await own.write({ a: '1' });
    const { entries } = onDisk();
    await expect(own.changePassphrase('wrong', 'new')).rejects.toMatchObject(code('passphrase_wrong'));
    await own.changePassphrase('old', 'new');
    expect(onDisk().entries).toEqual(entries);
    await expect(vault().unlock('old')).rejects.toMatchObject(code('passphrase_wrong'));
    writeFileSync(file, readFileSync(join(folder, 'vault.previous.json')));
    const later = vault();
    await expect(later.unlock('old')).rejects.toMatchObject(code('passphrase_wrong'));
    await later.unlock('new');
    expect(await later.read('a')).toBe('1');
  });

  test('may stand beside a keychain, and opens the vault on another computer, whose keychain is added', async () => {
    const [here, there] = [memoryKeyWrapper(), memoryKeyWrapper()];
    const own = vault(here);
    await own.write({ a: '1' });
    await own.changePassphrase('', 'moves with me');
    expect(own.info).toMatchObject({ protection: 'keyring', hasPassphrase: true });
    const moved = vault(there);
    await expect(moved.read('a')).rejects.toMatchObject(code('vault_locked'));
    await moved.unlock('moves with me');
    expect(await moved.read('a')).toBe('1');
    expect(await vault(there).read('a')).toBe('1');
    expect(await vault(here).read('a')).toBe('1');
  });

  test('may stand beside a keychain before anything is kept', async () => {
    const own = vault(memoryKeyWrapper());
    await own.changePassphrase('', 'early');
    await own.write({ a: '1' });
    expect(kinds()).toEqual(['keyring', 'passphrase']);
    const later = vault();
    await later.unlock('early');
    expect(await later.read('a')).toBe('1');
  });

  test('that is chosen instead of the keychain is asked for; entries stay as they are', async () => {
    const keychain = memoryKeyWrapper();
    const own = vault(keychain);
    await own.write({ a: '1' });
    const { entries } = onDisk();
    await own.protect({ by: 'passphrase', passphrase: 'mine' });
    expect([kinds(), onDisk().entries]).toEqual([['passphrase'], entries]);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('"keyring"');
    const later = vault(keychain);
    await expect(later.read('a')).rejects.toMatchObject(code('vault_locked'));
    await later.unlock('mine');
    expect(kinds()).toEqual(['passphrase']);
    await later.protect({ by: 'keychain' });
    expect(await vault(keychain).read('a')).toBe('1');
    expect(onDisk().entries).toEqual(entries);
  });

  test('locks at once, and opens again', async () => {
    const own = vault();
    await own.protect({ by: 'passphrase', passphrase: 'mine' });
    await own.write({ a: '1' });
    await own.lock();
    expect(own.info.status).toBe('locked');
    await expect(own.read('a')).rejects.toMatchObject(code('vault_locked'));
    await own.unlock('mine');
    expect(await own.read('a')).toBe('1');
  });

  test('that is lost does not keep anybody from forgetting all, and from beginning anew', async () => {
    await vault().protect({ by: 'passphrase', passphrase: 'lost' });
    const own = vault();
    await own.unlock('lost');
    await own.write({ a: '1', b: '2' });
    await own.lock();
    await own.write({ a: null });
    expect(own.info).toMatchObject({ status: 'locked', secrets: 1 });
    await own.write({ b: null });
    expect(readdirSync(folder)).toEqual([]);
    await own.protect({ by: 'passphrase', passphrase: 'new' });
    await own.write({ c: '3' });
    expect(await own.read('c')).toBe('3');
  });
});

describe('for this session only', () => {
  test('nothing is on the disk, and the next process has nothing', async () => {
    const own = vault();
    await own.protect({ by: 'session' });
    await own.write({ a: '1', b: '2' });
    await own.write({ b: null });
    expect(own.info).toMatchObject({ status: 'open', protection: 'session', secrets: 1 });
    expect([await own.read('a'), await own.read('b'), await own.names('')]).toEqual(['1', undefined, ['a']]);
    expect(readdirSync(folder)).toEqual([]);
    await own.lock();
    expect(await own.read('a')).toBe('1');
    expect(await vault().read('a')).toBeUndefined();
  });

  test('a protection that is chosen later takes along what is there', async () => {
    const own = vault();
    await own.protect({ by: 'session' });
    await own.write({ a: '1', b: '2', c: '3' });
    const moving = own.protect({ by: 'passphrase', passphrase: 'mine' });
    await own.write({ b: null, c: '4', d: '5' });
    await moving;
    const later = vault();
    await later.unlock('mine');
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => later.read(name)))).toEqual(['1', undefined, '4', '5']);
  });

  test('secrets in a file that can be used are not left behind unseen', async () => {
    const keychain = memoryKeyWrapper();
    const own = vault(keychain);
    await own.write({ a: '1' });
    await expect(own.protect({ by: 'session' })).rejects.toMatchObject(code('invalid_input'));
    expect(await own.read('a')).toBe('1');
  });
});

describe('a file that cannot be used', () => {
  test('damaged: the version before takes its place, and it is told', async () => {
    const keychain = memoryKeyWrapper();
    const own = vault(keychain);
    await own.write({ a: '1' });
    await own.write({ b: '2' });
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 300));
    const later = vault(keychain);
    expect(await later.read('a')).toBe('1');
    expect(later.info).toMatchObject({ status: 'open', problem: code('vault_recovered') });
    expect(later.info.problem?.hint).toContain('vault.damaged-1.json');
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, 100)],
    ['empty', () => ''],
    ['something else', () => '[1,2]'],
    [
      'a wrap that asks for the memory of the computer',
      (text: string) =>
        text.replace(
          /"wraps": \[[^\]]*\]/,
          '"wraps":[{"kind":"passphrase","salt":"AAAAAAAAAAAAAAAAAAAAAAAA","n":1073741824,"r":8,"p":1,"text":""}]',
        ),
    ],
  ])('damaged (%s) without a version before: set aside, told until a new one is asked for', async (_, damage) => {
    const keychain = memoryKeyWrapper();
    await vault(keychain).write({ a: '1' });
    const broken = damage(readFileSync(file, 'utf8'));
    expect(broken).not.toBe(readFileSync(file, 'utf8'));
    writeFileSync(file, broken);
    await vault(keychain).open();
    const own = vault(keychain);
    await own.open();
    expect(own.info).toMatchObject({ status: 'damaged', problem: code('vault_damaged') });
    await expect(own.read('a')).rejects.toMatchObject(code('vault_damaged'));
    await expect(own.write({ b: '2' })).rejects.toMatchObject(code('vault_damaged'));
    await own.protect({ by: 'keychain' });
    await own.write({ b: '2' });
    expect(own.info).toMatchObject({ status: 'open', problem: null });
    expect(readFileSync(join(folder, 'vault.damaged-1.json'), 'utf8')).toBe(broken);
  });

  test('foreign: stays as it is until a new one is asked for, and is kept then', async () => {
    await vault(memoryKeyWrapper()).write({ a: '1' });
    const before = readFileSync(file);
    const keychain = memoryKeyWrapper();
    const own = vault(keychain);
    await own.open();
    expect(own.info).toMatchObject({ status: 'damaged', problem: code('vault_foreign'), secrets: 1 });
    await expect(own.read('a')).rejects.toMatchObject(code('vault_foreign'));
    await expect(own.write({ b: '2' })).rejects.toMatchObject(code('vault_foreign'));
    expect(await own.read('unknown')).toBeUndefined();
    expect(readFileSync(file)).toEqual(before);
    await own.protect({ by: 'keychain' });
    await own.write({ b: '2' });
    expect(await vault(keychain).read('b')).toBe('2');
    expect(readFileSync(join(folder, 'vault.foreign-1.json'))).toEqual(before);
  });

  test('foreign: may stay, and the session goes on without it', async () => {
    await vault(memoryKeyWrapper()).write({ a: '1' });
    const own = vault(memoryKeyWrapper());
    await own.protect({ by: 'session' });
    await own.write({ b: '2' });
    expect(await own.read('b')).toBe('2');
    await expect(own.read('a')).rejects.toMatchObject(code('vault_foreign'));
  });

  test('of a newer Patchbay: neither read nor written', async () => {
    writeFileSync(file, '{"version":2}');
    const own = vault(memoryKeyWrapper());
    await own.open();
    expect(own.info).toMatchObject({ status: 'damaged', problem: code('data_newer') });
    for (const attempt of [() => own.write({ a: '1' }), () => own.read('a'), () => own.protect({ by: 'keychain' }), () => own.names('')])
      await expect(attempt()).rejects.toMatchObject(code('data_newer'));
    expect(readFileSync(file, 'utf8')).toBe('{"version":2}');
  });

  test('with a key of somebody else’s choosing under a true wrap: not believed', async () => {
    const keychain = memoryKeyWrapper();
    await vault(keychain).write({ a: '1' });
    const theirs = memoryKeyWrapper();
    const elsewhere = openVault({ file: join(folder, 'other.json'), keychains: [theirs] });
    await elsewhere.write({ a: 'theirs' });
    const mixed = { ...JSON.parse(readFileSync(join(folder, 'other.json'), 'utf8')), wraps: onDisk().wraps };
    writeFileSync(file, JSON.stringify(mixed));
    await expect(vault(keychain).read('a')).rejects.toMatchObject(code('vault_foreign'));
  });
});

describe('exclusive', () => {
  test('one at a time of a name, others beside it; who waits no longer leaves', async () => {
    const [one, two] = [vault(), vault()];
    const { signal } = new AbortController();
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return inside;
    };
    await Promise.all([one, two, one, two].map((each) => each.exclusive('token', signal, work)));
    expect(most).toBe(1);
    let release = () => {};
    const held = one.exclusive(
      'token',
      signal,
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    await two.exclusive('another', signal, work);
    await expect(two.exclusive('token', AbortSignal.timeout(50), work)).rejects.toMatchObject(code('cancelled'));
    release();
    await held;
    await two.exclusive('token', signal, work);
    expect(readdirSync(folder)).toEqual([]);
  });
});
