// The official conformance suite over the product's own core: every client scenario of both requirement sets, scored or not.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { build } from 'vite';
import { bundledCode } from './bundled-code.mjs';
import { NODE_TARGET, ROOT } from './targets.mjs';

/** How many client scenarios each set has: fewer would mean that some did not run. */
const SETS = { '2025-11-25': 25, '2026-07-28': 39 };
const SUITE = join(ROOT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
/** Relative, because the suite splits its command at spaces. */
const OUTPUT = 'dist/conformance';
const SUITE_NODE = 22;
const NODE_LIMIT_MS = 180_000;
const SCENARIO_LIMIT_MS = 60_000;
const SUITE_LIMIT_MS = 300_000;

/** Scenarios that measure how long the client waits: run once more by themselves, since a busy computer is late. */
const TIMED = ['sse-retry'];

/** What a client has to refuse, and how ours does; every other scenario ends well. */
const REFUSED = {
  'auth/scope-retry-limit': ['auth_too_often', 'scope_needed'],
  'auth/resource-mismatch': ['auth_resource_mismatch'],
  'auth/iss-supported-missing': ['auth_response_issuer'],
  'auth/iss-wrong-issuer': ['auth_response_issuer'],
  'auth/iss-unexpected': ['auth_response_issuer'],
  'auth/iss-normalized': ['auth_response_issuer'],
  'auth/metadata-issuer-mismatch': ['auth_issuer_mismatch'],
};

/** @returns {Promise<{ passed: number, failed: number, skipped: number }>} */
export async function conformance({ say }) {
  const node = await suiteNode();
  const all = Object.values(SETS).reduce((sum, count) => sum + count, 0);
  if (node.reason) {
    say(`Conformance tests are skipped: ${node.reason}`);
    return { passed: 0, failed: 0, skipped: all };
  }
  await bundleDriver();
  const results = mkdtempSync(join(tmpdir(), 'patchbay-conformance-results-'));
  try {
    let passed = 0;
    // One after the other: all scenarios of a set run at once.
    for (const revision of Object.keys(SETS)) passed += await runSet(revision, node.path, join(results, revision), say);
    return { passed, failed: all - passed, skipped: 0 };
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

function bundleDriver() {
  return build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    plugins: [bundledCode()],
    build: {
      ssr: join(ROOT, 'test/conformance/driver.ts'),
      outDir: join(ROOT, OUTPUT),
      emptyOutDir: true,
      target: NODE_TARGET,
      minify: false,
    },
  });
}

/** How many scenarios of the set passed. */
async function runSet(revision, node, folder, say) {
  const output = await runSuite(node, ['--requirements', revision, '-o', folder]);
  const failures = new Map();
  for (const [name, outcome] of outcomes(folder)) {
    const problem = problemOf(name, outcome);
    if (problem !== null) failures.set(name, problem);
  }
  for (const name of TIMED.filter((each) => failures.has(each))) {
    const again = join(folder, '..', `${revision}-${name}`);
    await runSuite(node, ['--spec-version', revision, '--scenario', name, '-o', again]);
    const problem = problemOf(name, outcomes(again).get(name));
    if (problem === null) failures.delete(name);
    else failures.set(name, problem);
  }
  for (const [name, problem] of failures) say(`Conformance ${revision}, ${name}: ${problem}`);
  const count = outcomes(folder).size;
  if (count !== SETS[revision]) say(`Conformance ${revision}: ${count} of ${SETS[revision]} scenarios ran\n${output.slice(-4_000)}`);
  return Math.min(count, SETS[revision]) - failures.size;
}

/** What the suite wrote down of each scenario, in folders such as `auth/iss-supported-2026-11-21T19-31-26-321Z`. */
function outcomes(folder) {
  const found = new Map();
  for (const path of readdirSync(folder, { recursive: true }).map(String)) {
    const match = /^(.+)-\d{4}-\d\d-\d\dT[\d-]+Z[\\/]checks\.json$/.exec(path);
    if (!match) continue;
    const read = (file) => readFileSync(join(folder, dirname(path), file), 'utf8');
    found.set(match[1].replaceAll('\\', '/'), {
      checks: JSON.parse(read('checks.json')),
      ended: read('stdout.txt').trim(),
      errors: read('stderr.txt'),
    });
  }
  return found;
}

/** Why a scenario has not passed; null: it has. */
function problemOf(name, outcome) {
  if (!outcome) return 'it did not run';
  const bad = outcome.checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
  const texts = bad.map((check) => `${check.id}: ${check.errorMessage ?? check.description}`);
  if (!outcome.checks.some(({ status }) => status === 'SUCCESS')) texts.push('nothing was checked');
  const wanted = REFUSED[name] ?? ['well'];
  if (!wanted.includes(outcome.ended)) texts.push(`the client ended with “${outcome.ended}” instead of “${wanted.join('” or “')}”`);
  return texts.length === 0 ? null : [...texts, outcome.errors].join('\n');
}

function runSuite(node, args) {
  const command = `node ${OUTPUT}/driver.js`;
  const limits = ['--timeout', String(SCENARIO_LIMIT_MS)];
  // The driver runs on the Node that runs the other tests, not on that of the suite.
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  return run(node, [SUITE, 'client', '--command', command, ...limits, ...args], SUITE_LIMIT_MS, { ...process.env, PATH });
}

/** A Node that the suite runs on: this one, or one from the registry. */
async function suiteNode() {
  if (Number(process.versions.node.split('.')[0]) >= SUITE_NODE) return { path: process.execPath };
  const output = await run(
    'npx',
    ['--yes', '-p', `node@${SUITE_NODE}`, '--', 'node', '-p', 'process.execPath'],
    NODE_LIMIT_MS,
    process.env,
  );
  const path = output.trim().split('\n').at(-1) ?? '';
  const version = await run(path, ['--version'], 10_000, process.env).catch(() => '');
  if (version.startsWith(`v${SUITE_NODE}.`)) return { path };
  return { reason: `the suite needs Node ${SUITE_NODE}, and npx could not get it` };
}

/** What the program printed on stdout; empty where it could not be started. */
function run(program, args, limitMs, env) {
  return new Promise((resolve) => {
    const windows = process.platform === 'win32' && program === 'npx';
    const child = spawn(program, args, { cwd: ROOT, env, shell: windows, stdio: ['ignore', 'pipe', 'ignore'], timeout: limitMs });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(output));
  });
}
