import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string | null;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Findings of axe that are serious or worse, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Colors on their way from one to the other are of neither theme; what never ends, such as a spinner, has none.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Number.POSITIVE_INFINITY),
  );
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const runner = (window as unknown as { axe: { run(context: object): Promise<{ violations: Violation[] }> } }).axe;
    // React Aria speaks by pointing at elements for a moment; what it pointed at may be gone when axe looks.
    return (await runner.run({ exclude: [['[data-live-announcer]']] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}
