import { build } from 'vite';
import { NODE_TARGET, ROOT } from './targets.mjs';

const QUERY = '?bundled';

/**
 * Vite plugin for `import { code } from './file.ts?bundled'`: the file with all it imports, as the text of one CommonJS
 * script. A worker thread that is started from text needs no file, which a test, a bundle and an asar archive would each have elsewhere.
 */
export function bundledCode() {
  return {
    name: 'patchbay:bundled-code',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(QUERY)) return null;
      const file = await this.resolve(source.slice(0, -QUERY.length), importer);
      return file && `\0${file.id}${QUERY}`;
    },
    async load(id) {
      if (!id.startsWith('\0') || !id.endsWith(QUERY)) return null;
      const chunk = await bundle(id.slice(1, -QUERY.length));
      for (const file of chunk.moduleIds) if (!file.startsWith('\0')) this.addWatchFile(file);
      return `export const code = ${JSON.stringify(chunk.code)};`;
    },
  };
}

async function bundle(file) {
  const result = await build({
    root: ROOT,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    // What is bundled may start a worker of its own.
    plugins: [bundledCode()],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: file,
      write: false,
      target: NODE_TARGET,
      minify: false,
      rolldownOptions: { external: ['electron'], output: { format: 'cjs', codeSplitting: false } },
    },
  });
  return result.output[0];
}
