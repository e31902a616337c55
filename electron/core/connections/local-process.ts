import type { ProcessInfo, StdioConfig } from '../../../shared/contract/model.ts';
import type { ProcessTrees } from '../processes/process-trees.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { tryResolveValues } from './resolve-values.ts';

/** What runs of a local server, and how it is run. `pid` is its first process, or null. Takes up to 3 s the first time; never rejects. */
export async function localProcess(
  written: StdioConfig,
  pid: number | null,
  secrets: readonly string[],
  { runtimes, trees }: { runtimes: Runtimes; trees: ProcessTrees },
): Promise<Pick<ProcessInfo, 'pid' | 'startedAt' | 'tree' | 'runtime'>> {
  const { config } = await tryResolveValues(written, {
    variable: (name) => runtimes.variable(name),
    // Nothing of what is told here depends on a secret.
    secret: async () => '',
  });
  const [tree, runtime] = await Promise.all([pid === null ? [] : trees.of(pid, secrets), runtimes.describe(config)]);
  const first = tree.find((each) => each.pid === pid);
  return { pid, startedAt: first?.startedAt ?? null, tree, runtime };
}
