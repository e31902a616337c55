/** The q-quantile (0 to 1) of some numbers, by nearest rank; NaN without numbers. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Runs ours and theirs in turn, so that a machine that slows down slows both; times in ms and the median of the pairwise ratios. */
export async function pairwise(rounds: number, ours: () => Promise<void>, theirs: () => Promise<void>) {
  const a: number[] = [];
  const b: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? ([ours, theirs] as const) : ([theirs, ours] as const);
    const [first, second] = [await time(order[0]), await time(order[1])];
    if (round === 0) continue; // warm-up
    a.push(order[0] === ours ? first : second);
    b.push(order[0] === ours ? second : first);
  }
  return { ours: median(a), theirs: median(b), ratio: median(a.map((value, index) => value / (b[index] ?? Number.NaN))) };
}

export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
