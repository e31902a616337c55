import type { RemoteConfig, StdioConfig, TransportConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { VARIABLE } from '../config/variable.ts';

/** Where the values come from that a definition only names. */
export interface ValueSources {
  /** The value of a variable of this computer; undefined when it is not set. */
  variable(name: string): Promise<string | undefined>;
}

/** A variable that a definition names and that is not set. */
export interface MissingVariable {
  readonly variable: string;
  /** The field that names it, to begin a sentence with. */
  readonly field: string;
}

/** A definition with its values in place, and what could not be put there: that stays as written. */
export interface ResolvedValues<T extends TransportConfig> {
  readonly config: T;
  readonly missing: readonly MissingVariable[];
}

/**
 * What is written in a definition as what is used. Variables are looked up in values of the environment, of headers and of the
 * query, and in the command, its arguments and its folder; not in the address, whose host decides who gets the secrets.
 * Throws variable_missing.
 */
export async function resolveValues<T extends TransportConfig>(config: T, sources: ValueSources): Promise<T> {
  const { config: resolved, missing } = await tryResolveValues(config, sources);
  const [first] = missing;
  if (first) throw new AppError('variable_missing', { variable: first.variable, field: first.field });
  return resolved;
}

/** The same without throwing, for whoever wants to name all that is missing. */
export async function tryResolveValues<T extends TransportConfig>(config: T, sources: ValueSources): Promise<ResolvedValues<T>> {
  const resolver = new Resolver(sources);
  const resolved: TransportConfig = await resolver.transport(config);
  // Each kind of transport is resolved to the same kind.
  return { config: resolved as T, missing: resolver.missing };
}

class Resolver {
  readonly missing: MissingVariable[] = [];
  readonly #sources: ValueSources;

  constructor(sources: ValueSources) {
    this.#sources = sources;
  }

  async transport(config: TransportConfig): Promise<TransportConfig> {
    switch (config.kind) {
      case 'stdio':
        return this.#stdio(config);
      case 'remote':
        return this.#remote(config);
      case 'sample':
        return config;
    }
  }

  async #stdio(config: StdioConfig): Promise<StdioConfig> {
    return {
      ...config,
      command: await this.#text(config.command, 'The command'),
      args: await Promise.all(config.args.map((each, index) => this.#text(each, `Argument ${index + 1}`))),
      env: await this.#record(config.env, (name) => `The variable “${name}”`),
      cwd: config.cwd === null ? null : await this.#text(config.cwd, 'The working folder'),
    };
  }

  async #remote(config: RemoteConfig): Promise<RemoteConfig> {
    return {
      ...config,
      headers: await this.#record(config.headers, (name) => `The header “${name}”`),
      query: await this.#record(config.query, (name) => `The query parameter “${name}”`),
    };
  }

  async #record(values: Readonly<Record<string, string>>, field: (name: string) => string): Promise<Record<string, string>> {
    const resolve = async ([name, value]: [string, string]) => [name, await this.#text(value, field(name))] as const;
    return Object.fromEntries(await Promise.all(Object.entries(values).map(resolve)));
  }

  async #text(text: string, field: string): Promise<string> {
    let resolved = '';
    let at = 0;
    for (const match of text.matchAll(VARIABLE)) {
      const [whole, variable = ''] = match;
      const value = await this.#sources.variable(variable);
      if (value === undefined) this.missing.push({ variable, field });
      resolved += text.slice(at, match.index) + (value ?? whole);
      at = match.index + whole.length;
    }
    return resolved + text.slice(at);
  }
}
