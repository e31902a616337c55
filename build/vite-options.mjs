import { join } from 'node:path';
import { bundledCode } from './bundled-code.mjs';
import { entriesOf, NODE_TARGET, NONCE_PLACEHOLDER, ROOT, TARGETS } from './targets.mjs';

/** Chrome of the oldest Electron the code runs on. */
const CHROME = 'chrome130';

/** What bundled CommonJS dependencies take for granted and an ES module does not have. */
const COMMONJS_NAMES = `import { fileURLToPath as __toPath } from 'node:url';
const __filename = __toPath(import.meta.url);
const __dirname = __toPath(new URL('.', import.meta.url));`;

/** Optional native parts of `ws`: it works without them. */
const ABSENT = ['bufferutil', 'utf-8-validate'];

/** Native code cannot be bundled: it is found in node_modules, at run time and in the package (electron-builder.yml). */
const NATIVE = ['@napi-rs/keyring'];

function common(target) {
  return {
    root: ROOT,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    clearScreen: false,
    build: { outDir: join(ROOT, target.output), emptyOutDir: true, copyPublicDir: false, reportCompressedSize: false },
  };
}

async function rendererOptions() {
  const { default: react } = await import('@vitejs/plugin-react');
  const options = common(TARGETS.renderer);
  return {
    ...options,
    root: join(ROOT, 'renderer'),
    base: './',
    plugins: [react()],
    html: { cspNonce: NONCE_PLACEHOLDER },
    build: {
      ...options.build,
      target: CHROME,
      // The CSP allows no data: fonts or scripts, and a file of its own is cached.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: entriesOf(TARGETS.renderer) },
    },
  };
}

/** Node code with its dependencies inside: one folder, quick to start, nothing to install beside it. */
function nodeOptions(target, { format, entryFileNames }) {
  const options = common(target);
  return {
    ...options,
    plugins: [bundledCode()],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ...options.build,
      ssr: true,
      target: NODE_TARGET,
      minify: false,
      rolldownOptions: {
        input: entriesOf(target),
        external: ['electron', ...NATIVE, ...ABSENT],
        output: {
          format,
          entryFileNames,
          // Flat, so that `../renderer` means the same from every file.
          chunkFileNames: '[name]-[hash].js',
          ...(format === 'cjs' ? { codeSplitting: false } : { banner: COMMONJS_NAMES }),
        },
      },
    },
  };
}

/** Vite's inline configuration for one target. */
export async function viteOptions(name) {
  if (name === 'renderer') return rendererOptions();
  if (name === 'preload') return nodeOptions(TARGETS.preload, { format: 'cjs', entryFileNames: '[name].cjs' });
  return nodeOptions(TARGETS[name], { format: 'es', entryFileNames: '[name].js' });
}
