// `npm run dev`: the renderer from Vite's server with hot updates; main and preload are rebuilt on a change, and
// Electron starts again.
import { spawn } from 'node:child_process';
import { build, createServer } from 'vite';
import { findElectron, requiredFlags } from './electron-runtime.mjs';
import { clearStamp } from './fingerprint.mjs';
import { endProcessTree } from './process-tree.mjs';
import { ROOT, TARGETS } from './targets.mjs';
import { viteOptions } from './vite-options.mjs';

const SETTLE_MS = 200;
const say = (line) => console.error(line);

/** As strict as the built page's policy, but for what Vite puts into a page: inline code and styles, its WebSocket. */
function developmentPolicy(port) {
  return [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: https:",
    "media-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ws://127.0.0.1:${port}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function serveRenderer(port) {
  const { html: _, ...options } = await viteOptions('renderer');
  const server = await createServer({
    ...options,
    base: '/',
    logLevel: 'info',
    server: { host: '127.0.0.1', port, strictPort: true, headers: { 'Content-Security-Policy': developmentPolicy(port) } },
  });
  await server.listen();
  return server;
}

async function watchTarget(name, onBuilt) {
  const options = await viteOptions(name);
  // What the watcher writes has no stamp of its own, so the next `npm start` builds afresh.
  clearStamp(TARGETS[name]);
  const plugin = { name: 'patchbay:built', writeBundle: onBuilt };
  return build({ ...options, plugins: [...options.plugins, plugin], build: { ...options.build, emptyOutDir: false, watch: {} } });
}

async function main() {
  const { binary, reason } = await findElectron({ say });
  if (!binary) {
    say(`${reason}. Development needs it; npm start -- --browser does not.`);
    return 1;
  }
  const port = 5173;
  const server = await serveRenderer(port);
  const flags = requiredFlags({ say });
  let child = null;
  let timer;
  let restarting = false;
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  const launch = () => {
    restarting = false;
    child = spawn(binary, [...flags, ROOT], {
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
      env: { ...process.env, PATCHBAY_DEV_URL: `http://127.0.0.1:${port}/` },
    });
    child.once('exit', (code) => (restarting ? launch() : finish(code ?? 0)));
  };
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!child) return launch();
      restarting = true;
      child.kill('SIGTERM');
    }, SETTLE_MS);
  };
  const built = new Set();
  const onBuilt = (name) => () => {
    built.add(name);
    if (built.size === 2) restart();
  };
  const watchers = await Promise.all([watchTarget('main', onBuilt('main')), watchTarget('preload', onBuilt('preload'))]);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => (child ? child.kill('SIGTERM') : finish(0)));
  const code = await finished;
  clearTimeout(timer);
  if (child) endProcessTree(child);
  await Promise.all([...watchers.map((watcher) => watcher.close()), server.close()]);
  return code;
}

process.exit(await main());
