/** The beginning of a variable's line: `NAME=`, also after `export`. */
const NAME = /^[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][A-Za-z0-9_.-]*)[^\S\n]*=[^\S\n]*/;
const BLANK = /^\s*(?:#.*)?$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', '"': '"', '\\': '\\', $: '$' };
/** Sentences that are told; a file of another kind would have one for each line. */
const MOST_WARNINGS = 20;

/**
 * The variables of a .env file's text, as `dotenv` reads them: comments, `export`, three kinds of quotes, values over several lines in
 * quotes, `\n` in double ones. Unlike there, and as in a shell, `#` begins a comment only after a space, and `\"` in double quotes is
 * a quote. (`docker --env-file` would keep quotes and comments as part of the value.) Nothing is looked up. Later lines win.
 */
export function parseEnvText(text: string): { variables: Record<string, string>; warnings: string[] } {
  const reader = new EnvReader(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  reader.read();
  return { variables: Object.fromEntries(reader.variables), warnings: reader.warnings() };
}

class EnvReader {
  readonly variables = new Map<string, string>();
  readonly #text: string;
  readonly #warnings: string[] = [];
  #warned = 0;
  /** The quotes that nothing closes from here on: looking again for each line would take for ever. */
  readonly #unclosed = new Set<string>();
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    while (this.#at < this.#text.length) {
      const line = this.#text.slice(this.#at, this.#lineEnd(this.#at));
      if (!BLANK.test(line)) this.#variable(line);
      this.#skipTo(this.#lineEnd(this.#at) + 1);
    }
  }

  warnings(): string[] {
    const more = this.#warned - this.#warnings.length;
    return more === 0 ? this.#warnings : [...this.#warnings, `${more} more remarks were left out.`];
  }

  #variable(line: string): void {
    const number = this.#line;
    const [head, name] = NAME.exec(line) ?? [];
    if (head === undefined || name === undefined) {
      this.#warn(`Line ${number} is no variable and was left out.`);
      return;
    }
    const rest = line.slice(head.length);
    const value = this.#quoted(rest, this.#at + head.length, number) ?? rest.replace(/(^|\s)#.*$/, '').trim();
    if (this.variables.has(name)) this.#warn(`${name} is set twice; line ${number} is used.`);
    if (/\$\{\w+\}/.test(value)) this.#warn(`${name} refers to another variable, which is not put in its place (line ${number}).`);
    this.variables.set(name, value);
  }

  /** The value in quotes that begins at `begin`; moves to its last line. null when it is not in quotes, or not only. */
  #quoted(rest: string, begin: number, number: number): string | null {
    const quote = rest[0];
    if (quote !== '"' && quote !== "'" && quote !== '`') return null;
    const end = this.#closing(quote, begin + 1);
    const after = end === -1 ? '' : this.#text.slice(end + 1, this.#lineEnd(end));
    if (end === -1 || !BLANK.test(after)) {
      this.#warn(`Line ${number} ${end === -1 ? 'has a quote that is not closed' : 'goes on after its quote'}; it is taken as it is.`);
      return null;
    }
    const inner = this.#text.slice(begin + 1, end);
    this.#skipTo(end);
    return quote === '"' ? inner.replace(/\\([nr"\\$])/g, (whole, letter: string) => ESCAPES[letter] ?? whole) : inner;
  }

  /** Where a quote ends; -1 when it does not. Only the double one can be escaped. */
  #closing(quote: string, from: number): number {
    if (this.#unclosed.has(quote)) return -1;
    for (let at = from; at < this.#text.length; at += 1) {
      if (quote === '"' && this.#text[at] === '\\') at += 1;
      else if (this.#text[at] === quote) return at;
    }
    this.#unclosed.add(quote);
    return -1;
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf('\n', from);
    return end === -1 ? this.#text.length : end;
  }

  #skipTo(at: number): void {
    for (let from = this.#at; from < at && from < this.#text.length; from += 1) if (this.#text[from] === '\n') this.#line += 1;
    this.#at = at;
  }

  #warn(sentence: string): void {
    this.#warned += 1;
    if (this.#warnings.length < MOST_WARNINGS) this.#warnings.push(sentence);
  }
}
