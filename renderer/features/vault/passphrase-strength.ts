/** How hard a passphrase is to guess for somebody who has the vault's file. */
export type Strength = 'weak' | 'fair' | 'strong';

/** Bits below which the slow key derivation alone cannot protect. */
const FAIR_BITS = 45;
const STRONG_BITS = 80;
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[^A-Za-z0-9]/, 33],
];
/** What guessers try first, and what is added to it. */
const COMMON = /p[a4@]ssw[o0]rd|passphrase|qwert[yz]|letmein|welcome|admin|iloveyou|abc|123|patchbay|secret/gi;
/** A word of a list is worth about this much, however long it is. */
const WORD_BITS = 15;

/** An estimate from what is typed alone: variety of characters, less for repetition, runs and words everybody uses. */
export function passphraseStrength(text: string): Strength {
  const bits = Math.min(characterBits(text), wordBits(text));
  if (bits >= STRONG_BITS) return 'strong';
  return bits >= FAIR_BITS ? 'fair' : 'weak';
}

function characterBits(text: string): number {
  const rest = text.replace(COMMON, '#');
  const size = CLASSES.reduce((sum, [pattern, count]) => sum + (pattern.test(rest) ? count : 0), 0);
  const telling = [...rest].filter((character, index, all) => !continues(all[index - 1], character)).length;
  return Math.min(telling, new Set(rest).size * 2) * Math.log2(Math.max(2, size));
}

/** The same character again, or the next one: `aaa`, `abc`, `321`. */
function continues(before: string | undefined, character: string): boolean {
  return before !== undefined && Math.abs(character.charCodeAt(0) - before.charCodeAt(0)) <= 1;
}

/** Of words with gaps between them; anything else is not limited by this. */
function wordBits(text: string): number {
  const words = text
    .toLowerCase()
    .split(/[\s._-]+/)
    .filter(Boolean);
  return words.length > 1 && words.every((word) => /^\p{L}+$/u.test(word))
    ? new Set(words).size * WORD_BITS + 10
    : Number.POSITIVE_INFINITY;
}
