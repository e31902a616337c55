import { visibleText } from '../text/visible-text.ts';

/** A stranger's description as it can be shown: line breaks stay, hidden and direction characters are written out. */
export function visibleLines(text: string): string {
  const lines = text.replaceAll('\t', ' ').split(/\r?\n/);
  return lines.map((line) => visibleText(line, 2000)).join('\n');
}
