// `npm run build [-- target …]`: builds everything, or the targets named.
import { ensureBuilt } from './ensure-built.mjs';
import { TARGETS } from './targets.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(TARGETS, name));
if (unknown.length > 0) {
  console.error(`There is no target ${unknown.join(', ')}; there are ${Object.keys(TARGETS).join(', ')}`);
  process.exitCode = 2;
} else {
  try {
    await ensureBuilt(names.length > 0 ? names : Object.keys(TARGETS), { say: (line) => console.error(line), force: true });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
