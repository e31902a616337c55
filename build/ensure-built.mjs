import { stripVTControlCharacters } from 'node:util';
import { clearStamp, fingerprint, isFresh, writeStamp } from './fingerprint.mjs';
import { TARGETS } from './targets.mjs';

/**
 * Builds those of the named targets that are missing or older than their sources.
 * Returns the names of what was built. `say` gets one line a target.
 */
export async function ensureBuilt(names, { say = () => {}, force = false } = {}) {
  const stale = () => names.filter((name) => force || !isFresh(TARGETS[name]));
  if (stale().length === 0) return [];
  const { withBuildLock } = await import('./build-lock.mjs');
  return withBuildLock(async () => {
    const built = stale();
    for (const name of built) await buildTarget(TARGETS[name], say);
    return built;
  });
}

async function buildTarget(target, say) {
  const [{ build }, { viteOptions }] = await Promise.all([import('vite'), import('./vite-options.mjs')]);
  const started = performance.now();
  // Taken before: a file saved while the build runs makes it stale again.
  const mark = fingerprint(target);
  clearStamp(target);
  try {
    await build(await viteOptions(target.name));
  } catch (cause) {
    throw new Error(`Building ${target.name} failed: ${stripVTControlCharacters(cause.message)}`, { cause });
  }
  writeStamp(target, mark);
  say(`Built ${target.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
