/** A pasted command line as words, and what a shell would have done with it that Patchbay does not. */
export interface ShellWords {
  readonly words: string[];
  /** Unquoted operators such as `&&`, `|` and `>`, each once. */
  readonly operators: string[];
  /** Variables and substitutions such as `$HOME` and `$(pwd)`, each once, cut to 60 characters. */
  readonly expansions: string[];
  /** The quote that is never closed, or null. */
  readonly openQuote: '"' | "'" | null;
  /** What follows the line break that ended the command. */
  readonly rest: string;
}

const WINDOWS_START = /(?:^|[=,:])(?:[A-Za-z]:|\.{1,2}|%\w{1,60}%)$/;
const EXPANSION = /^\$(?:\w{1,60}|\{[^}]{0,60}\}?|\([^)]{0,60}\)?)/;
const OPERATOR = /^(?:&&|\|\||\||;|>>|>|<)/;

/**
 * Splits the first command of a text by the quoting rules of POSIX sh (XCU 2.2, comments included) and does nothing
 * else: nothing runs, nothing is expanded.
 * Backslashes of a Windows path outside quotes (`C:\tools\x.exe`) are kept.
 */
export function splitShellWords(text: string): ShellWords {
  const words: string[] = [];
  const operators = new Set<string>();
  const expansions = new Set<string>();
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  let windows = false;

  const end = () => {
    if (word !== null) {
      words.push(word);
      if (word === '&') operators.add('&');
    }
    word = null;
    windows = false;
  };
  const noteExpansion = (at: number) => {
    const found = EXPANSION.exec(text.slice(at, at + 64))?.[0];
    if (found !== undefined && expansions.size < 20) expansions.add(found);
  };

  let i = 0;
  for (; i < text.length; i += 1) {
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    if (quote === "'") {
      if (char === "'") quote = null;
      else word = (word ?? '') + char;
    } else if (quote === '"') {
      if (char === '"') quote = null;
      else if (char === '\\' && next === '\n') i += 1;
      else if (char === '\\' && next !== '' && '$`"\\'.includes(next)) {
        word = (word ?? '') + next;
        i += 1;
      } else {
        if (char === '$') noteExpansion(i);
        word = (word ?? '') + char;
      }
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (char === '\\' && next === '\n') i += 1;
    else if (char === '\\' && next === '\r' && text.charAt(i + 2) === '\n') i += 2;
    else if (char === '\\') {
      windows ||= (word === null && next === '\\') || WINDOWS_START.test((word ?? '').slice(-70));
      if (windows || next === '') word = `${word ?? ''}\\`;
      else {
        word = (word ?? '') + next;
        i += 1;
      }
    } else if (/\s/.test(char)) {
      end();
      if (char === '\n' && words.length > 0) break;
    } else if (char === '#' && word === null) {
      const lineEnd = text.indexOf('\n', i);
      i = (lineEnd < 0 ? text.length : lineEnd) - 1;
    } else {
      if (char === '$') noteExpansion(i);
      const operator = OPERATOR.exec(text.slice(i, i + 2))?.[0];
      if (operator !== undefined) operators.add(operator);
      word = (word ?? '') + char;
    }
  }
  end();
  return { words, operators: [...operators], expansions: [...expansions], openQuote: quote, rest: text.slice(i + 1) };
}
