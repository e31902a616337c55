/** The q-quantile (0 to 1) of some numbers, by nearest rank; NaN without numbers. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/**
 * Measures ours and theirs in turn, so that a machine that slows down slows both: the medians in ms and the median of
 * the pairwise ratios. Each function resolves with its own time.
 */
export async function pairwise(rounds: number, ours: () => Promise<number>, theirs: () => Promise<number>) {
  const a: number[] = [];
  const b: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const oursFirst = round % 2 === 0;
    const first = await (oursFirst ? ours : theirs)();
    const second = await (oursFirst ? theirs : ours)();
    if (round === 0) continue; // warm-up
    a.push(oursFirst ? first : second);
    b.push(oursFirst ? second : first);
  }
  return { ours: median(a), theirs: median(b), ratio: median(a.map((value, index) => value / (b[index] ?? Number.NaN))) };
}

/** ms that the work took. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
