/** Lines and characters of a text that are shown before “Show all”. */
export const CUT_LINES = 200;
export const CUT_CHARS = 20_000;
const PIECE_CHARS = 20_000;

/** The beginning of a text, at the end of a line where one is near; the text itself when it is short. */
export function beginningOf(text: string): string {
  let end = 0;
  for (let line = 0; line < CUT_LINES; line += 1) {
    const next = text.indexOf('\n', end);
    if (next === -1) {
      end = text.length;
      break;
    }
    end = next + 1;
    if (end > CUT_CHARS) break;
  }
  if (end >= text.length && text.length <= CUT_CHARS) return text;
  return text.slice(0, Math.min(end, CUT_CHARS));
}

/** A long text in pieces that end with a line, or after 20,000 characters of one line. Joined they are the text. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = Math.min(text.length, start + PIECE_CHARS);
    if (end < text.length) {
      const line = text.slice(start, end).lastIndexOf('\n');
      if (line >= 0) end = start + line + 1;
    }
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

export function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
