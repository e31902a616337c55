import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endProcessTree } from './process-tree.mjs';
import { ROOT } from './targets.mjs';

const SILENCE_MS = 60_000;
const WITNESS = pathToFileURL(join(ROOT, 'build', 'download-witness.mjs')).href;

/** The last line of an installer's output that names an error, short enough for one line. */
function shortReason(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const engine = lines.find((line) => /ERR_REQUIRE_ESM|SyntaxError|ERR_UNKNOWN_BUILTIN/.test(line));
  if (engine) return `its installer needs Node 22.12 or later, this is ${process.versions.node}`;
  const error = lines.find((line) => /^(\w*Error|Error)\b/.test(line)) ?? lines.find((line) => line !== '') ?? 'it gave no reason';
  return error.replace(/^\w*Error(?: \[\w+\])?:\s*/, '').slice(0, 200);
}

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

/**
 * Runs the electron package's own installer. Resolves with null when it is done, else with the reason in a few words.
 * Progress is told through `say`; 60 s without a byte or a line end it and everything it started.
 */
export async function installElectron(packageFolder, { say, silenceMs = SILENCE_MS }) {
  const installer = join(packageFolder, 'install.js');
  if (!existsSync(installer)) return 'the electron package is not installed';
  // The installer's own binary would have to be taken from the folder that was tried already.
  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', WITNESS, installer], {
    env: { ...env, ELECTRON_GET_NO_PROGRESS: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
  let output = '';
  let silent = false;
  let lastTenth = -1;
  const onSilence = () => {
    silent = true;
    endProcessTree(child);
  };
  let timer = setTimeout(onSilence, silenceMs);
  const alive = () => {
    clearTimeout(timer);
    if (!silent) timer = setTimeout(onSilence, silenceMs);
  };
  const stop = () => endProcessTree(child);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      alive();
      output = (output + chunk).slice(0, 20_000);
    });
  }
  child.on('message', ({ received, total }) => {
    alive();
    const tenth = total ? Math.floor((10 * received) / total) : Math.floor(received / 10_000_000);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    say(`Downloading Electron: ${megabytes(received)}${total ? ` of ${megabytes(total)}` : ''}`);
  });
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(-1);
    });
    child.once('close', resolve);
  });
  clearTimeout(timer);
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
  if (silent) return `no byte arrived for ${Math.round(silenceMs / 1000)} s`;
  return code === 0 ? null : shortReason(output);
}
