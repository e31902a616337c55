import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/**
 * Makes the data folder where it is missing, for its owner only. Throws data_folder_unusable. The parents are made one by
 * one: Node's own recursive way never ends below a folder that takes no children, such as /proc.
 */
export function ensureDataFolder(folder: string): void {
  try {
    const missing: string[] = [];
    for (let at = resolve(folder); !statSync(at, { throwIfNoEntry: false }); at = dirname(at)) missing.unshift(at);
    for (const each of missing) makeFolder(each);
    if (!statSync(folder).isDirectory()) throw new Error('It is not a folder');
  } catch (error) {
    throw new AppError('data_folder_unusable', { folder }, { technical: String(error), cause: error });
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process made it at the same time.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
