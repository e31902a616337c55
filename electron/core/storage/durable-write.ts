import { constants, copyFileSync, linkSync, renameSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Windows refuses to replace a file that somebody reads at that moment, for an instant. */
const BUSY = ['EPERM', 'EACCES', 'EBUSY'];
const BUSY_TRIES = 40;

/**
 * Replaces a file at once, readable by its owner only: it is on disk when this resolves, and after a crash at any moment it holds the old or
 * the new text. What stood there before is kept as `previous`. Only for a file whose writers hold a lock.
 */
export async function writeDurably(file: string, text: string, previous: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  keepPrevious(file, previous);
  await replace(draft, file);
  await syncFolder(dirname(file));
}

/** A second name for what stands there, so that the file itself is there at every moment. */
function keepPrevious(file: string, previous: string): void {
  const draft = `${previous}.new`;
  rmSync(draft, { force: true });
  try {
    linkOrCopy(file, draft);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  renameSync(draft, previous);
}

function linkOrCopy(file: string, copy: string): void {
  try {
    linkSync(file, copy);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    copyFileSync(file, copy, constants.COPYFILE_EXCL);
  }
}

async function replace(draft: string, file: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(draft, file);
    } catch (error) {
      const busy = process.platform === 'win32' && BUSY.includes((error as NodeJS.ErrnoException).code ?? '');
      if (!busy || attempt === BUSY_TRIES) throw error;
      await pause(25);
    }
  }
}

/** Makes the new name last. Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
