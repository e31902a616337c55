/** Characters and line ends of one line of a log that are shown until all of it is asked for. */
const CUT_CHARS = 800;
const CUT_BREAKS = 11;
/** A rest that is shorter than this is not worth a press. */
const REST_CHARS = 400;

/** The beginning of a line that would fill the screen; the line itself when it is short, or when `wanted`, in lower case, is only behind the cut. */
export function beginningOfLine(text: string, wanted: string): string {
  const end = Math.min(CUT_CHARS, endOfRow(text, CUT_BREAKS));
  if (text.length - end < REST_CHARS) return text;
  // Half an emoji at the cut would be written out.
  const beginning = text.slice(0, end).replace(/[\ud800-\udbff]$/, '');
  return wanted === '' || beginning.toLocaleLowerCase().includes(wanted) ? beginning : text;
}

/** Where the row after `breaks` line ends is over. */
function endOfRow(text: string, breaks: number): number {
  let end = -1;
  for (let row = 0; row <= breaks; row += 1) {
    end = text.indexOf('\n', end + 1);
    if (end === -1) return text.length;
  }
  return end;
}
