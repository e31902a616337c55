/** What a command is about: a command behind `--`, an address, or a saved server by its name or id. */
export type TargetKind = 'command' | 'address' | 'saved';

export function looksLikeUrl(word: string): boolean {
  return /^(https?|wss?):\/\//i.test(word);
}

/** The kind of what `word` names, where `program` is what stands behind `--`. */
export function targetKind(word: string | undefined, program: readonly string[] | null): TargetKind {
  if (program) return 'command';
  return word !== undefined && looksLikeUrl(word) ? 'address' : 'saved';
}
