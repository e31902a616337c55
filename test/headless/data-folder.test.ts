import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../electron/headless/data-folder.ts';

const userHome = '/home/ann';

describe('the data folder', () => {
  it('is the one asked for, then the one of PATCHBAY_HOME, made absolute', () => {
    const env = { PATCHBAY_HOME: '/data/from-env' };
    expect(dataFolder({ home: 'here', env, userHome })).toBe(resolve('here'));
    expect(dataFolder({ env, userHome })).toBe('/data/from-env');
    expect(dataFolder({ env: { PATCHBAY_HOME: 'relative' }, userHome })).toBe(resolve('relative'));
  });

  it('is where each system keeps such things', () => {
    expect(dataFolder({ env: {}, platform: 'darwin', userHome })).toBe(join(userHome, 'Library/Application Support/Patchbay'));
    expect(dataFolder({ env: { APPDATA: '/roaming' }, platform: 'win32', userHome })).toBe(join('/roaming', 'Patchbay'));
    expect(dataFolder({ env: {}, platform: 'win32', userHome })).toBe(join(userHome, 'AppData/Roaming/Patchbay'));
    expect(dataFolder({ env: { XDG_CONFIG_HOME: '/xdg' }, platform: 'linux', userHome })).toBe('/xdg/patchbay');
    expect(dataFolder({ env: { XDG_CONFIG_HOME: 'xdg' }, platform: 'linux', userHome })).toBe(join(userHome, '.config/patchbay'));
    expect(dataFolder({ env: {}, platform: 'linux', userHome })).toBe(join(userHome, '.config/patchbay'));
  });
});
