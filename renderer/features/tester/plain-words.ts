/** A line of markdown without its marks, for places that show one plain line. */
export function plainWords(line: string): string {
  return line
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.*?\S)\1/g, '$2')
    .replace(/(^|[\s(])([*_])(?=\S)([^*_]*\S)\2(?=$|[\s).,;:!?])/g, '$1$3')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/^#{1,6} /, '')
    .trim();
}
