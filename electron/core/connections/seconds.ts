/** A length in ms as seconds for a sentence: to a tenth, below one second to a hundredth, and never 0. */
export function inSeconds(ms: number): number {
  return ms >= 1_000 ? Math.round(ms / 100) / 10 : Math.max(1, Math.round(ms / 10)) / 100;
}
