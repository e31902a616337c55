// `npm start [-- --browser] [--no-open] [--port N]`: builds what is missing and opens the app.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { displayProblem, findElectron, requiredFlags } from './electron-runtime.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { runInstead } from './run-child.mjs';
import { ROOT } from './targets.mjs';

const say = (line) => console.error(line);

function readOptions() {
  return parseArgs({ options: { browser: { type: 'boolean' }, 'no-open': { type: 'boolean' }, port: { type: 'string' } } }).values;
}

async function desktop() {
  const problem = displayProblem();
  if (problem) return { reason: problem };
  return findElectron({ say });
}

async function main() {
  let options;
  try {
    options = readOptions();
  } catch (error) {
    say(`${error.message}\nUsage: npm start [-- --browser] [--no-open] [--port N]`);
    return 2;
  }
  // A port makes sense for the browser shell only, so asking for one asks for it.
  const { binary, reason } = options.browser || options.port ? {} : await desktop();
  if (binary) {
    await ensureBuilt(['renderer', 'preload', 'main'], { say });
    return runInstead(binary, [...requiredFlags({ say }), ROOT]);
  }
  if (reason) say(`${reason}, starting the browser shell instead.`);
  await ensureBuilt(['renderer', 'node'], { say });
  const flags = [...(options['no-open'] ? ['--no-open'] : []), ...(options.port ? ['--port', options.port] : [])];
  return runInstead(process.execPath, [join(ROOT, 'dist', 'node', 'cli.js'), 'serve', ...flags]);
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
