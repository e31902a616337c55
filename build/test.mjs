// `npm test`: types, lint, the conformance suite, Vitest, Playwright in Electron and Chromium; the last line has the totals of all.
// `npm test -- unit|e2e [arguments of the runner]` and `npm test -- conformance` run one of them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformance } from './conformance.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { ROOT, TARGETS } from './targets.mjs';
import { testEnvironment } from './test-environment.mjs';
import { checkTotals, playwrightTotals, sumTotals, totalsLine, vitestTotals } from './test-totals.mjs';

const say = (line) => console.error(line);
const tool = (path, ...args) => [process.execPath, join(ROOT, 'node_modules', path), ...args];

/** Runs a command in the repository; resolves with its exit code and, when quiet, what it printed. */
function run([command, ...args], { env = {}, quiet = false } = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  });
  let output = '';
  const keep = (chunk) => {
    output += chunk;
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: -1, output: error.message }));
    child.once('close', (code) => resolve({ exitCode: code ?? -1, output }));
  });
}

async function check(name, command) {
  const { exitCode, output } = await run(command, { quiet: true });
  if (exitCode !== 0) say(`\n${name} failed:\n${output}`);
  return { name, ...checkTotals(exitCode) };
}

async function unit(reports, args) {
  const file = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { exitCode } = await run(tool('vitest/vitest.mjs', 'run', ...reporters, ...args));
  return { name: 'vitest', ...vitestTotals(file, exitCode) };
}

async function endToEnd(reports, args) {
  const { env, missing, wrapper } = await testEnvironment({ say });
  for (const line of missing) say(line);
  const file = join(reports, 'playwright.json');
  const command = [...wrapper, ...tool('@playwright/test/cli.js', 'test', '--reporter=line,json', ...args)];
  const { exitCode } = await run(command, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } });
  return { name: 'playwright', ...playwrightTotals(file, exitCode) };
}

/** One that cannot even be started has failed as a whole. */
async function conformanceSuite() {
  try {
    return { name: 'conformance', ...(await conformance({ say })) };
  } catch (error) {
    say(`The conformance suite could not be run: ${error.message}`);
    return { name: 'conformance', ...checkTotals(1) };
  }
}

async function everything(reports) {
  const checks = Promise.all([
    check('types', tool('typescript/bin/tsc', '-p', '.')),
    check('lint', tool('@biomejs/biome/bin/biome', 'check', '.')),
  ]);
  const building = ensureBuilt(Object.keys(TARGETS), { say }).then(
    () => null,
    (error) => error,
  );
  const results = await checks;
  const failure = await building;
  if (failure) say(failure.message);
  results.push({ name: 'build', ...checkTotals(failure ? 1 : 0) });
  results.push(await conformanceSuite());
  results.push(await unit(reports, []));
  // One after the other: both have tests with limits, and two cores are soon busy.
  if (!failure) results.push(await endToEnd(reports, []));
  return results;
}

async function main([only, ...args]) {
  const reports = mkdtempSync(join(tmpdir(), 'patchbay-reports-'));
  try {
    if (only === 'conformance') return [await conformanceSuite()];
    if (only === 'unit') return [await unit(reports, args)];
    if (only === 'e2e') {
      await ensureBuilt(Object.keys(TARGETS), { say });
      return [await endToEnd(reports, args)];
    }
    return await everything(reports);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

try {
  const results = await main(process.argv.slice(2));
  const total = sumTotals(results);
  console.log('');
  for (const result of results) console.log(`${result.name}: ${totalsLine(result)}`);
  console.log(totalsLine(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
} catch (error) {
  say(error.message);
  console.log(totalsLine({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
}
