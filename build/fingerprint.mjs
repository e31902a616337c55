import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './targets.mjs';

function* filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    yield [path, stat];
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** A hash of names, sizes and times of everything the target is made from: 2 ms instead of reading it all. */
export function fingerprint(target) {
  const hash = createHash('sha1');
  for (const source of target.sources) {
    for (const [path, stat] of filesUnder(join(ROOT, source))) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const stampFile = (target) => join(ROOT, 'dist', '.stamps', target.name);

export function isFresh(target) {
  const stamp = stampFile(target);
  return existsSync(stamp) && existsSync(join(ROOT, target.output)) && readFileSync(stamp, 'utf8') === fingerprint(target);
}

export function writeStamp(target, value) {
  const file = stampFile(target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
}

export function clearStamp(target) {
  rmSync(stampFile(target), { force: true });
}
