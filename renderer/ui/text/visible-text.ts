// Control, format and separator characters, and halves of surrogate pairs: they hide, reorder or break what is around them.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
// Joiners hold emoji and some scripts together and move nothing.
const JOINERS = new Set(['\u200c', '\u200d']);

function escapeChar(char: string): string {
  if (JOINERS.has(char)) return char;
  const code = (char.codePointAt(0) ?? 0).toString(16);
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`;
}

/** A stranger's one-line name as it can be shown: hidden and direction characters are written out, and it is cut at `limit`. */
export function visibleText(text: string, limit = 300): string {
  // Half an emoji at the cut would be written out.
  const cut = text.length > limit ? `${text.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return cut.replace(HIDDEN, escapeChar);
}

/** A stranger's text of several lines: line ends and tabs stay, other hidden and direction characters are written out. Whoever has it bounds its length. */
export function visibleLines(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(HIDDEN, (char) => (char === '\n' || char === '\t' ? char : escapeChar(char)));
}

/** A string as JSON text, with hidden and direction characters written out as well. */
export function visibleJsonString(text: string): string {
  return JSON.stringify(text).replace(HIDDEN, escapeChar);
}
