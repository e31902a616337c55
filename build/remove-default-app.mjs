import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** electron-builder's `afterExtract`: Electron's own start page is no part of the app, whatever form it has. */
export async function afterExtract({ appOutDir }) {
  await rm(join(appOutDir, 'resources', 'default_app.asar'), { recursive: true, force: true });
}
