import { join } from 'node:path';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { plain } from '../../core/plain-text.ts';
import { randomId } from '../../core/random-id.ts';
import { Library, libraryFormat } from '../../core/servers/library.ts';
import { ensureDataFolder } from '../../core/storage/data-folder.ts';
import { acquireBriefLock } from '../../core/storage/data-lock.ts';
import { FileDocument } from '../../core/storage/json-document.ts';

/** The saved servers, for reading. */
export function readLibrary(dataFolder: string): Library {
  return openLibrary(dataFolder, () => {
    throw new AppError('internal', {}, { technical: 'This command only reads the data folder' });
  });
}

/** Runs a change on the saved servers as their only writer. Throws data_locked with the other's pid. */
export async function changeLibrary<T>(dataFolder: string, change: (library: Library) => Promise<T>): Promise<T> {
  ensureDataFolder(dataFolder);
  const lock = await acquireBriefLock(dataFolder);
  try {
    return await change(openLibrary(dataFolder, () => {}));
  } finally {
    lock.release();
  }
}

function openLibrary(dataFolder: string, assertWritable: () => void): Library {
  const document = new FileDocument(join(dataFolder, 'servers.json'), libraryFormat, assertWritable);
  for (const notice of document.notices) process.stderr.write(`${plain(notice)}\n`);
  return new Library({
    document,
    now: Date.now,
    newId: randomId,
    onServers: () => {},
    onCategories: () => {},
  });
}

/** The server with this id or name. Throws not_found, or invalid_input when the name is not the only one. */
export function findServer(library: Library, word: string): ServerDefinition {
  const byId = library.servers.find((server) => server.id === word);
  if (byId) return byId;
  const exact = library.servers.filter((server) => server.name === word);
  const loose = exact.length > 0 ? exact : library.servers.filter((server) => server.name.toLocaleLowerCase() === word.toLocaleLowerCase());
  const [found, ...others] = loose;
  if (!found) throw new AppError('not_found', { what: 'server', id: word });
  if (others.length > 0) {
    const ids = loose.map((server) => server.id).join(', ');
    throw new AppError('invalid_input', { issues: [{ path: '', message: `Several servers are called "${word}"; use an id: ${ids}` }] });
  }
  return found;
}
