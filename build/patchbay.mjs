// `npm run -s patchbay -- …`: the command line from the repository. Quiet when nothing has to be built.
import * as nodeModule from 'node:module';
import { ensureBuilt } from './ensure-built.mjs';

// Node 22 and later keep the compiled code of the bundle between starts.
nodeModule.enableCompileCache?.();

const targets = process.argv.includes('serve') ? ['node', 'renderer'] : ['node'];
try {
  await ensureBuilt(targets, { say: (line) => console.error(line) });
} catch (error) {
  console.error(error.message);
  process.exit(70);
}
await import('../dist/node/cli.js');
