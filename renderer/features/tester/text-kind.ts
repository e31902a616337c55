/** Texts longer than this are not tried as JSON: parsing would hold up the window. */
const JSON_LIMIT = 30_000_000;
const MARKDOWN_SAMPLE = 20_000;

/** The object or array that a text is the JSON of, or undefined; plain JSON values are left as text. */
export function parseJsonText(text: string): object | undefined {
  if (text.length > JSON_LIMIT || !/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const MARKDOWN_SIGNS: readonly RegExp[] = [
  /^#{1,6} \S/m,
  /^\s*```/m,
  /^\s*[-*+] \S.*\n\s*[-*+] \S/m,
  /^\s*1[.)] \S.*\n\s*2[.)] \S/m,
  /\*\*\S[^*\n]*\*\*/,
  /\[[^\]\n]+\]\(https?:[^)\s]+\)/,
  /^\|.+\|\s*\n\|[\s:|-]+\|/m,
  /^> \S/m,
  /(^|\s)`[^`\n]+`(?=\s|[.,;:]|$)/m,
];

/** Whether a text was written as markdown: `likely` with one sign of it, `surely` with several different ones. */
export function markdownness(text: string): 'no' | 'likely' | 'surely' {
  const sample = text.slice(0, MARKDOWN_SAMPLE);
  const signs = MARKDOWN_SIGNS.filter((sign) => sign.test(sample)).length;
  return signs === 0 ? 'no' : signs === 1 ? 'likely' : 'surely';
}
