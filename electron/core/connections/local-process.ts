import type { ProcessInfo, StdioConfig } from '../../../shared/contract/model.ts';
import type { ProcessTrees } from '../processes/process-trees.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { redactAll } from '../secrets/redact.ts';
import { inAllForms } from '../secrets/secrets.ts';
import { notingSecrets } from './prepare-server.ts';
import { tryResolveValues } from './resolve-values.ts';

/** What runs of a local server, and how it is run. `pid` is its first process, or null. Takes up to 3 s the first time; never rejects. */
export async function localProcess(
  written: StdioConfig,
  pid: number | null,
  secrets: readonly string[],
  { runtimes, trees }: { runtimes: Runtimes; trees: ProcessTrees },
): Promise<Pick<ProcessInfo, 'pid' | 'startedAt' | 'tree' | 'runtime'>> {
  // What is told here depends on no secret of the vault.
  const noting = notingSecrets({ variable: (name) => runtimes.variable(name), secret: async () => '' });
  const { config } = await tryResolveValues(written, noting.sources);
  const hidden = [...secrets, ...inAllForms(noting.secrets)];
  const [tree, runtime] = await Promise.all([pid === null ? [] : trees.of(pid, hidden), runtimes.describe(config)]);
  const first = tree.find((each) => each.pid === pid);
  return { pid, startedAt: first?.startedAt ?? null, tree, runtime: redactAll(runtime, hidden) };
}
