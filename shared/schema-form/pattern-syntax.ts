/** The parts of a regular expression that can be matched in linear time. */
export type PatternPart =
  | { readonly kind: 'char'; readonly test: (char: string) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternPart[] }
  | { readonly kind: 'either'; readonly parts: readonly PatternPart[] }
  | { readonly kind: 'repeat'; readonly part: PatternPart; readonly min: number; readonly max: number }
  | { readonly kind: 'edge'; readonly edge: '^' | '$' | 'b' | 'B' }
  | { readonly kind: 'ahead'; readonly part: PatternPart; readonly negative: boolean };

/** How ECMAScript reads a pattern: by code points, or by code units where it is not valid otherwise. */
export type PatternFlags = 'u' | '';

const MAX_LENGTH = 2000;
const MAX_DEPTH = 50;

/** Reads ECMAScript syntax; null for what is not valid or not linear (back references, look-behind). */
export function parsePattern(source: string): { part: PatternPart; flags: PatternFlags } | null {
  if (source.length > MAX_LENGTH) return null;
  for (const flags of ['u', ''] as const) {
    try {
      new RegExp(source, flags);
      return { part: new PatternParser(source, flags).parse(), flags };
    } catch {
      // Not valid with these flags, or not supported: strangers write both.
    }
  }
  return null;
}

/** A text in the characters that a pattern with these flags sees. */
export function splitChars(text: string, flags: PatternFlags): string[] {
  return flags === 'u' ? [...text] : text.split('');
}

class Unsupported extends Error {}

class PatternParser {
  readonly #chars: readonly string[];
  readonly #flags: PatternFlags;
  #at = 0;
  #depth = 0;

  constructor(source: string, flags: PatternFlags) {
    this.#chars = splitChars(source, flags);
    this.#flags = flags;
  }

  parse(): PatternPart {
    const part = this.#either();
    if (this.#at < this.#chars.length) throw new Unsupported();
    return part;
  }

  #either(): PatternPart {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new Unsupported();
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    this.#depth -= 1;
    return { kind: 'either', parts };
  }

  #sequence(): PatternPart {
    const parts: PatternPart[] = [];
    for (;;) {
      const char = this.#chars[this.#at];
      if (char === undefined || char === '|' || char === ')') return { kind: 'sequence', parts };
      parts.push(this.#quantified(this.#atom()));
    }
  }

  #quantified(part: PatternPart): PatternPart {
    const bounds = this.#quantifier();
    if (bounds === null) return part;
    this.#take('?');
    return { kind: 'repeat', part, min: bounds[0], max: bounds[1] };
  }

  #quantifier(): [number, number] | null {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const braces = /^\{(\d+)(,(\d*))?\}/.exec(this.#chars.slice(this.#at, this.#at + 24).join(''));
    if (braces === null) return null;
    this.#at += braces[0].length;
    const min = Number(braces[1]);
    if (braces[2] === undefined) return [min, min];
    return [min, braces[3] === '' ? Number.POSITIVE_INFINITY : Number(braces[3])];
  }

  #atom(): PatternPart {
    const char = this.#next();
    if (char === '^' || char === '$') return { kind: 'edge', edge: char };
    if (char === '(') return this.#group();
    if (char === '[') return this.#charTest(this.#classText());
    if (char === '\\') return this.#escape();
    if (char === '.') return this.#charTest('.');
    return { kind: 'char', test: (candidate) => candidate === char };
  }

  #group(): PatternPart {
    let look: 'ahead' | 'not-ahead' | null = null;
    if (this.#take('?')) {
      if (this.#take('=')) look = 'ahead';
      else if (this.#take('!')) look = 'not-ahead';
      else if (this.#take('<')) this.#groupName();
      else if (!this.#take(':')) throw new Unsupported();
    }
    const part = this.#either();
    if (!this.#take(')')) throw new Unsupported();
    return look === null ? part : { kind: 'ahead', part, negative: look === 'not-ahead' };
  }

  #groupName(): void {
    if (this.#chars[this.#at] === '=' || this.#chars[this.#at] === '!') throw new Unsupported();
    while (this.#next() !== '>');
  }

  #classText(): string {
    let text = '[';
    for (;;) {
      const char = this.#next();
      text += char;
      if (char === '\\') text += this.#next();
      else if (char === ']') return text;
    }
  }

  #escape(): PatternPart {
    const char = this.#next();
    if (char === 'b' || char === 'B') return { kind: 'edge', edge: char };
    if (/[1-9k]/.test(char)) throw new Unsupported();
    let text = `\\${char}`;
    if ((char === 'p' || char === 'P' || char === 'u') && this.#chars[this.#at] === '{' && this.#flags === 'u') {
      let inner: string;
      do {
        inner = this.#next();
        text += inner;
      } while (inner !== '}');
    } else if (char === 'u' || char === 'x') {
      const digits = this.#chars.slice(this.#at, this.#at + (char === 'u' ? 4 : 2)).join('');
      if (/^[0-9a-f]+$/i.test(digits)) {
        text += digits;
        this.#at += digits.length;
      }
    } else if (char === 'c') text += this.#next();
    return this.#charTest(text);
  }

  /** One character against one atom: native, as that cannot backtrack. */
  #charTest(atom: string): PatternPart {
    const single = new RegExp(`^${atom}$`, this.#flags);
    return { kind: 'char', test: (char) => single.test(char) };
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #next(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) throw new Unsupported();
    this.#at += 1;
    return char;
  }
}
