import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface Import {
  /** As written; a relative one resolved to a path from the root. */
  target: string;
  typeOnly: boolean;
}

interface Area {
  name: string;
  owns: (file: string) => boolean;
  /** What its files may import: folders and files of ours by path, everything else by package name. */
  own: readonly string[];
  packages: (name: string) => boolean;
  node: boolean;
}

const WINDOW_ENTRIES = ['electron/main.ts', 'electron/preload.ts'];
const CORE_PACKAGES = [
  '@cfworker/json-schema',
  '@modelcontextprotocol/client',
  '@modelcontextprotocol/server',
  'cross-spawn',
  'jsonc-parser',
  'smol-toml',
  'write-file-atomic',
  'ws',
  'zod',
];
const SHARED_PACKAGES = ['zod', '@cfworker/json-schema'];
const RENDERER_PACKAGES =
  /^(react|react-dom|react-intl|react-markdown|remark-gfm|react-aria-components|zustand|lucide-react|@cfworker\/json-schema|@leeoniya\/ufuzzy|@codemirror\/.+|@lezer\/highlight|@fontsource-variable\/.+)$/;

const below =
  (...paths: string[]) =>
  (file: string) =>
    paths.some((path) => file === path || file.startsWith(path));

/** The table of docs/architecture.md. The first area that owns a file counts. */
const AREAS: readonly Area[] = [
  { name: 'shared', owns: below('shared/'), own: ['shared/'], packages: (name) => SHARED_PACKAGES.includes(name), node: false },
  {
    name: 'core',
    owns: below('electron/core/'),
    own: ['shared/', 'electron/core/'],
    packages: (name) => CORE_PACKAGES.includes(name),
    node: true,
  },
  {
    name: 'desktop',
    owns: below('electron/desktop/', ...WINDOW_ENTRIES),
    own: ['shared/', 'electron/core/', 'electron/headless/', 'electron/desktop/', 'package.json'],
    packages: (name) => ['electron', 'write-file-atomic'].includes(name),
    node: true,
  },
  {
    name: 'headless',
    owns: below('electron/'),
    own: ['shared/', 'electron/core/', 'electron/headless/', 'electron/serve.ts', 'package.json'],
    packages: (name) => ['ws', 'cross-spawn', '@modelcontextprotocol/client', '@napi-rs/keyring', 'zod'].includes(name),
    node: true,
  },
  {
    name: 'renderer',
    owns: below('renderer/'),
    own: ['shared/', 'renderer/'],
    packages: (name) => RENDERER_PACKAGES.test(name),
    node: false,
  },
];

/** From the ground up, as in docs/architecture.md: each uses only what stands before it. */
const CORE_FLOORS = [
  ...['secrets', 'messages', 'processes', 'storage', 'vault', 'config', 'servers'],
  ...['runtime', 'transports', 'auth', 'connections', 'tools', 'doctor', 'sample', 'handlers'],
];

const isNode = (target: string) => target.startsWith('node:') || builtinModules.includes(target);
const isOurs = (target: string) => target.startsWith('/');
const packageOf = (target: string) => target.split('/', target.startsWith('@') ? 2 : 1).join('/');

/** Every import of a file: static, re-exported, dynamic, in a type, by require. */
function importsOf(file: string, code: string): Import[] {
  const { module, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: { specifier: string; typeOnly: boolean }[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    found.push({ specifier: moduleRequest.value, typeOnly: entries.length > 0 && entries.every((entry) => entry.isType) });
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) if (moduleRequest) found.push({ specifier: moduleRequest.value, typeOnly: isType });
  }
  for (const [, specifier] of code.matchAll(/\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g))
    found.push({ specifier: specifier!, typeOnly: false });
  return found.map(({ specifier, typeOnly }) => ({
    target: specifier.startsWith('.') ? `/${posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))}` : specifier,
    typeOnly,
  }));
}

/** What a file imports against the table, one sentence each. */
function violations(file: string, code: string): string[] {
  const area = AREAS.find((candidate) => candidate.owns(file));
  if (!area) return [];
  return importsOf(file, code)
    .filter(({ target }) => {
      if (isNode(target)) return !area.node;
      if (isOurs(target))
        return !area.own.some((path) => target.slice(1) === path || (path.endsWith('/') && target.slice(1).startsWith(path)));
      return !area.packages(packageOf(target));
    })
    .map(({ target }) => `${file} (${area.name}) may not import ${target}`);
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Imports of a folder of the core that stands above the file's own. */
function climbs(file: string, code: string): string[] {
  const floor = (path: string) => CORE_FLOORS.indexOf(/^electron\/core\/([^/]+)\//.exec(path)?.[1] ?? '');
  return importsOf(file, code)
    .filter(({ target }) => floor(target.slice(1)) > floor(file))
    .map(({ target }) => `${file} stands below ${target.slice(1)}`);
}

/** Packages that the page loads at run time, each with the chain of files that leads there. */
function runtimePackages(entry: string): Map<string, string> {
  const packages = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (file: string, chain: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { target, typeOnly } of importsOf(file, read(file))) {
      if (typeOnly) continue;
      if (!isOurs(target)) packages.set(packageOf(target), chain);
      else if (/\.tsx?$/.test(target)) visit(target.slice(1), `${chain} → ${target.slice(1)}`);
    }
  };
  visit(entry, entry);
  return packages;
}

describe('the boundaries of the architecture', () => {
  it.each(['shared', 'electron', 'renderer'])('hold in %s', (folder) => {
    const files = sources(folder);
    expect(files.length).toBeGreaterThan(3);
    expect(files.flatMap((file) => violations(file, read(file)))).toEqual([]);
  });

  it('hold between the folders of the core', () => {
    const files = sources('electron/core').filter((file) => file.split('/').length > 3);
    expect(CORE_FLOORS).toEqual(expect.arrayContaining([...new Set(files.map((file) => file.split('/')[2]))]));
    expect(files.flatMap((file) => climbs(file, read(file)))).toEqual([]);
    expect(climbs('electron/core/messages/x.ts', "import { a } from '../transports/route.ts';")).toHaveLength(1);
  });

  it('keep zod out of the page: a schema at run time costs its first load dearly', () => {
    const packages = runtimePackages('renderer/main.tsx');
    expect([...packages.keys()]).toContain('react');
    expect(packages.get('zod')).toBeUndefined();
  });

  it.each([
    ['electron/core/app.ts', "import { app } from 'electron';"],
    ['electron/core/app.ts', "import type { BrowserWindow } from 'electron';"],
    ['electron/core/app.ts', "export type Window = import('electron').BrowserWindow;"],
    ['electron/core/app.ts', "const { app } = require('electron');"],
    ['electron/core/tools/call.ts', "import { openWindow } from '../../desktop/window.ts';"],
    ['electron/core/app.ts', "export * from '../headless/browser-shell.ts';"],
    ['electron/core/app.ts', "import { useState } from 'react';"],
    ['electron/headless/x.ts', "const electron = await import('electron');"],
    ['electron/cli.ts', "import './desktop/window.ts';"],
    ['electron/desktop/window.ts', "import '../../renderer/app.tsx';"],
    ['shared/errors.ts', "import { join } from 'node:path';"],
    ['shared/errors.ts', "import { join } from 'path';"],
    ['shared/errors.ts', "import '../electron/core/app.ts';"],
    ['shared/x.ts', "import ajv from 'ajv';"],
    ['renderer/app.tsx', "import { bridge } from '../electron/preload.ts';"],
    ['renderer/app.tsx', "import type { App } from '../electron/core/app.ts';"],
    ['renderer/api/client.ts', "import { readFileSync } from 'node:fs';"],
    ['renderer/api/client.ts', "import { z } from 'zod';"],
  ])('are noticed when broken: %s with %s', (file, code) => {
    expect(violations(file, code)).toHaveLength(1);
  });

  it('are not noticed where nothing is broken', () => {
    expect(violations('electron/desktop/ipc.ts', "import { ipcMain } from 'electron'; import '../core/bridge.ts';")).toEqual([]);
    expect(violations('renderer/app.tsx', "import type { Tool } from '../shared/contract/model.ts'; import './app.css';")).toEqual([]);
  });
});
