import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './targets.mjs';

const LIMIT_MS = 180_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs `work` while no other process builds in this folder. Waits at most three minutes. */
export async function withBuildLock(work) {
  const file = join(ROOT, 'dist', '.lock');
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let holder = 0;
    try {
      holder = Number(readFileSync(file, 'utf8'));
    } catch {
      continue; // It was released just now.
    }
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
    else if (Date.now() > deadline)
      throw new Error(`Another build (process ${holder}) does not end. Remove dist/.lock if that is not one.`);
    else await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
