/** A line of a .env file: `NAME=value`, also after `export`. */
const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/;
const QUOTED = /^(["'`])([\s\S]*?)\1\s*(?:#.*)?$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

/**
 * The variables of a .env file's text. As in the files of others: comments, `export`, three kinds of quotes (those of
 * the double ones know escapes), values over several lines in quotes. Nothing is looked up. Later lines win.
 */
export function parseEnvText(text: string): { variables: Record<string, string>; warnings: string[] } {
  const variables = new Map<string, string>();
  const warnings: string[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const [, name, rest] = LINE.exec(line) ?? [];
    if (name === undefined || rest === undefined) {
      warnings.push(`Line ${at + 1} is no variable and was left out.`);
      continue;
    }
    const { value, used } = valueFrom([rest, ...lines.slice(at + 1)]);
    if (variables.has(name)) warnings.push(`${name} is set twice; line ${at + 1} is used.`);
    variables.set(name, value);
    at += used;
  }
  return { variables: Object.fromEntries(variables), warnings };
}

/** The value that begins in the first line, and how many further lines it takes. */
function valueFrom(lines: readonly string[]): { value: string; used: number } {
  const first = lines[0] ?? '';
  const quote = first[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return { value: first.replace(/(^|\s)#.*$/, '').trim(), used: 0 };
  let joined = '';
  for (const [used, line] of lines.entries()) {
    joined = used === 0 ? line : `${joined}\n${line}`;
    const inner = line.includes(quote) ? QUOTED.exec(joined)?.[2] : undefined;
    if (inner === undefined) continue;
    const value = quote === '"' ? inner.replace(/\\([nrt"\\$])/g, (whole, letter: string) => ESCAPES[letter] ?? whole) : inner;
    return { value, used };
  }
  return { value: first.trim(), used: 0 };
}
