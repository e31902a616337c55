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
const ALL = Object.values(SETS).reduce((sum, count) => sum + count, 0);
const SUITE = join(ROOT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
/** Relative, because the suite splits its command at spaces. */
const OUTPUT = 'dist/conformance';
const SUITE_NODE = 22;
const NODE_LIMIT_MS = 180_000;
const SCENARIO_LIMIT_MS = 60_000;
/** All at once, as the suite itself would run them, is more than a small computer can do in time. */
const AT_ONCE = 3;

/** Scenarios that measure how long the client waits: run once more by themselves, since a busy computer is late. */
const TIMED = ['sse-retry'];

/** What a client has to refuse, and how ours does; every other scenario ends well. */
const REFUSED = {
  // How it ends is the server's choice: it stops answering.
  'auth/scope-retry-limit': null,
  'auth/resource-mismatch': 'auth_resource_mismatch',
  'auth/iss-supported-missing': 'auth_response_issuer',
  'auth/iss-wrong-issuer': 'auth_response_issuer',
  'auth/iss-unexpected': 'auth_response_issuer',
  'auth/iss-normalized': 'auth_response_issuer',
  'auth/metadata-issuer-mismatch': 'auth_issuer_mismatch',
};

/** @returns {Promise<{ passed: number, failed: number, skipped: number }>} */
export async function conformance({ say }) {
  const node = await suiteNode();
  if (node.reason) {
    say(`Conformance tests are skipped: ${node.reason}`);
    return { passed: 0, failed: 0, skipped: ALL };
  }
  await bundleDriver();
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-conformance-results-'));
  try {
    const scenarios = [];
    for (const revision of Object.keys(SETS)) scenarios.push(...(await scenariosOf(revision, node.path, say)));
    const problems = await problemsOf(scenarios, { node: node.path, folder });
    for (const { revision, name, problem } of problems) say(`Conformance ${revision}, ${name}: ${problem}`);
    const passed = scenarios.length - problems.length;
    return { passed, failed: Math.max(ALL - passed, problems.length), skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
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

/** The client scenarios of a set, those that are not scored as well. */
async function scenariosOf(revision, node, say) {
  const output = await run(node, [SUITE, 'list', '--requirements', revision], SCENARIO_LIMIT_MS, process.env);
  const [, scored = '', rest = ''] = /Client scenarios[^\n]*\n([\s\S]*?)\n\n([\s\S]*)/.exec(output) ?? [];
  const names = [...scored.matchAll(/^ {2}- (\S+)$/gm), ...rest.matchAll(/^ {4}- (\S+) \[client\]$/gm)].map(([, name]) => name);
  if (names.length !== SETS[revision]) say(`Conformance ${revision} has ${names.length} client scenarios instead of ${SETS[revision]}`);
  return names.map((name) => ({ revision, name }));
}

/** Runs the scenarios; those that have not passed, each with why. */
async function problemsOf(scenarios, suite) {
  const problems = [];
  const left = [...scenarios];
  const worker = async () => {
    for (let scenario = left.shift(); scenario; scenario = left.shift()) {
      const problem = await problemWith(scenario, suite);
      if (problem !== null) problems.push({ ...scenario, problem });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const late = problems.filter(({ name }) => TIMED.includes(name));
  const found = problems.filter(({ name }) => !TIMED.includes(name));
  for (const { revision, name } of late) {
    const problem = await problemWith({ revision, name }, suite);
    if (problem !== null) found.push({ revision, name, problem });
  }
  return found;
}

async function problemWith({ revision, name }, { node, folder }) {
  const results = mkdtempSync(join(folder, 'scenario-'));
  const command = `node ${OUTPUT}/driver.js`;
  const chosen = ['--scenario', name, '--spec-version', revision, '--force', '-o', results];
  // The driver runs on the Node that runs the other tests, not on that of the suite.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}` };
  await run(node, [SUITE, 'client', '--command', command, '--timeout', String(SCENARIO_LIMIT_MS), ...chosen], 2 * SCENARIO_LIMIT_MS, env);
  return problemOf(name, outcomeIn(results));
}

/** What the suite wrote down of a scenario, in a folder named after it and the time; null: nothing. */
function outcomeIn(folder) {
  const checks = readdirSync(folder, { recursive: true })
    .map(String)
    .find((path) => path.endsWith('checks.json'));
  if (checks === undefined) return null;
  const read = (file) => readFileSync(join(folder, dirname(checks), file), 'utf8');
  return { checks: JSON.parse(read('checks.json')), ended: read('stdout.txt').trim(), errors: read('stderr.txt') };
}

/** Why a scenario has not passed; null: it has. */
function problemOf(name, outcome) {
  if (!outcome) return 'it did not run';
  const bad = outcome.checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
  const texts = bad.map((check) => `${check.id}: ${check.errorMessage ?? check.description}`);
  if (!outcome.checks.some(({ status }) => status === 'SUCCESS')) texts.push('nothing was checked');
  const wanted = name in REFUSED ? REFUSED[name] : 'well';
  const asWanted = wanted === null ? outcome.ended !== 'well' : outcome.ended === wanted;
  if (!asWanted) texts.push(`the client ended with “${outcome.ended}” instead of ${wanted === null ? 'a refusal' : `“${wanted}”`}`);
  return texts.length === 0 ? null : [...texts, outcome.errors].join('\n');
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
    // Not spawn's own limit: of a program that is not there, it keeps this process alive until it is over.
    const signal = AbortSignal.timeout(limitMs);
    const child = spawn(program, args, { cwd: ROOT, env, shell: windows, stdio: ['ignore', 'pipe', 'ignore'], signal });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', () => {
      if (child.pid === undefined) resolve('');
    });
    child.once('close', () => resolve(output));
  });
}
