/** Longer headers are nobody's challenge. */
const LONGEST = 20_000;
const TOKEN = /[!#$%&'*+\-.^_`|~\w]+/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
/** What servers send without quotes, addresses included, and what is left of token68 (RFC 9110, 11.2). */
const BARE = /[^\s,"]*/y;
const BETWEEN = /[\s,]*/y;

/** One challenge of WWW-Authenticate (RFC 9110, 11.6.1): its scheme and the names of its parameters in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
}

/** What a server says with its refusal (RFC 6750, 3; RFC 9728, 5.1; RFC 9449, 7.1). */
export interface RefusalFacts {
  readonly resourceMetadata: string | null;
  readonly scopes: readonly string[];
  readonly error: string | null;
  /** Whether it asks for tokens that are bound to a key. */
  readonly dpop: boolean;
}

/** The challenges of a header, as far as it makes sense; never throws. */
export function challengesOf(header: string): Challenge[] {
  const found: { scheme: string; params: Map<string, string> }[] = [];
  const text = header.slice(0, LONGEST);
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(BETWEEN);
    const name = take(TOKEN)?.[0].toLowerCase();
    if (name === undefined) {
      if (at >= text.length) return found;
      at += 1;
      continue;
    }
    const current = found.at(-1);
    if (!take(EQUALS)) {
      found.push({ scheme: name, params: new Map() });
      continue;
    }
    const quoted = take(QUOTED);
    const value = quoted ? (quoted[1] ?? '').replace(/\\(.)/g, '$1') : (take(BARE)?.[0] ?? '');
    // A parameter may stand once in a challenge.
    if (current && !current.params.has(name)) current.params.set(name, value);
  }
}

/** What the challenges of OAuth in a header say. */
export function refusalFacts(header: string): RefusalFacts {
  const challenges = challengesOf(header).filter(({ scheme }) => scheme === 'bearer' || scheme === 'dpop');
  const value = (name: string) =>
    challenges.map(({ params }) => params.get(name)).find((each) => each !== undefined && each !== '') ?? null;
  return {
    resourceMetadata: value('resource_metadata'),
    scopes: scopesIn(value('scope')),
    error: value('error'),
    dpop: challenges.some(({ scheme }) => scheme === 'dpop') && !challenges.some(({ scheme }) => scheme === 'bearer'),
  };
}

/** Scopes of a text in the order in which they stand, each once (RFC 6749, 3.3). */
export function scopesIn(text: string | null): string[] {
  const scopes = (text ?? '').split(/\s+/).filter((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,1000}$/.test(scope));
  return [...new Set(scopes)].slice(0, 200);
}
