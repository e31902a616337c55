/** Characters of one piece: what can be parsed and painted without being noticed. */
const PIECE = 10_000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Markdown in pieces that can be rendered one by one: cut between blocks where that is possible, never inside a fenced
 * block that is shorter than a piece. Joined they are the text.
 */
export function markdownPieces(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > PIECE) {
    const end = start + cutWithin(text.slice(start, start + PIECE));
    pieces.push(text.slice(start, end));
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Where to cut a window of text: after its last blank line outside a fence, else after its last line, else at its end. */
function cutWithin(window: string): number {
  let at = 0;
  let blank = 0;
  let line = 0;
  let beforeFence = 0;
  let fence: string | null = null;
  for (let next = window.indexOf('\n'); next !== -1; next = window.indexOf('\n', at)) {
    const words = window.slice(at, next);
    const mark = FENCE.exec(words)?.[1];
    if (fence === null && mark !== undefined) {
      fence = mark;
      beforeFence = at;
    } else if (fence !== null && mark?.startsWith(fence) === true) fence = null;
    else if (fence === null && words.trim() === '') blank = next + 1;
    at = next + 1;
    if (fence === null) line = at;
  }
  return blank || (fence === null ? line : beforeFence) || at || window.length;
}
