import type {
  PlainRemote,
  PlainStdio,
  PlainTransport,
  RemoteConfig,
  StdioConfig,
  TransportConfig,
} from '../../../shared/contract/model.ts';
import type { SecretRef } from '../../../shared/contract/transports.ts';
import { AppError } from '../../../shared/errors.ts';
import { VARIABLE } from '../config/variable.ts';

/** The value of an entry of the vault that belongs to the server; undefined when there is none. Throws what the vault throws. */
export type SecretSource = (ref: string) => Promise<string | undefined>;

/** Where the values come from that a definition only names. */
export interface ValueSources {
  /** The value of a variable of this computer; undefined when it is not set. */
  variable(name: string): Promise<string | undefined>;
  secret: SecretSource;
}

/** A value that a definition names and that is not there. */
export interface MissingValue {
  /** Name of the variable; null: a secret of the vault. */
  readonly variable: string | null;
  /** The field that names it, to begin a sentence with. */
  readonly field: string;
}

type Value = string | SecretRef;

/** A definition with its values in place, and what could not be put there: a variable stays as written, a secret is empty. */
export interface ResolvedValues<T extends PlainTransport> {
  readonly config: T;
  readonly missing: readonly MissingValue[];
}

/** The plain form of each kind of transport. */
type Plain<T extends TransportConfig> = Extract<PlainTransport, { kind: T['kind'] }>;

/**
 * What is written in a definition as what is used. Variables are looked up in values of the environment, of headers and of the
 * query, and in the command, its arguments and its folder; not in the address, whose host decides who gets the secrets, nor in
 * what comes from the vault. Throws variable_missing, secret_missing and what the vault throws.
 */
export async function resolveValues<T extends TransportConfig>(config: T, sources: ValueSources): Promise<Plain<T>> {
  const { config: resolved, missing } = await tryResolveValues(config, sources);
  const [first] = missing;
  if (first) throw missingValue(first);
  return resolved;
}

/** variable_missing, secret_missing */
export function missingValue({ variable, field }: MissingValue): AppError {
  return variable === null ? new AppError('secret_missing', { field }) : new AppError('variable_missing', { variable, field });
}

/** The same without throwing for what is missing, for whoever wants to name all of it. */
export async function tryResolveValues<T extends TransportConfig>(config: T, sources: ValueSources): Promise<ResolvedValues<Plain<T>>> {
  const resolver = new Resolver(sources);
  const resolved: PlainTransport = await resolver.transport(config);
  // Each kind of transport is resolved to the same kind.
  return { config: resolved as Plain<T>, missing: resolver.missing };
}

class Resolver {
  readonly missing: MissingValue[] = [];
  readonly #sources: ValueSources;

  constructor(sources: ValueSources) {
    this.#sources = sources;
  }

  async transport(config: TransportConfig): Promise<PlainTransport> {
    switch (config.kind) {
      case 'stdio':
        return this.#stdio(config);
      case 'remote':
        return this.#remote(config);
      case 'sample':
        return config;
    }
  }

  async #stdio(config: StdioConfig): Promise<PlainStdio> {
    return {
      ...config,
      command: await this.#text(config.command, 'The command'),
      args: await Promise.all(config.args.map((each, index) => this.#text(each, `Argument ${index + 1}`))),
      env: await this.#record(config.env, (name) => `The variable “${name}”`),
      cwd: config.cwd === null ? null : await this.#text(config.cwd, 'The working folder'),
    };
  }

  async #remote(config: RemoteConfig): Promise<PlainRemote> {
    return {
      ...config,
      headers: await this.#record(config.headers, (name) => `The header “${name}”`),
      query: await this.#record(config.query, (name) => `The query parameter “${name}”`),
      auth: await this.#auth(config.auth),
    };
  }

  async #auth(auth: RemoteConfig['auth']): Promise<PlainRemote['auth']> {
    switch (auth.kind) {
      case 'none':
        return auth;
      case 'bearer':
        return { ...auth, token: await this.#text(auth.token, 'The token') };
      case 'header':
        return { ...auth, value: await this.#text(auth.value, `The header “${auth.name}”`) };
      case 'query':
        return { ...auth, value: await this.#text(auth.value, `The query parameter “${auth.name}”`) };
      case 'oauth':
        return { ...auth, clientSecret: await this.#clientSecret(auth.clientSecret) };
      case 'assertion':
        return {
          ...auth,
          assertion: await this.#text(auth.assertion, 'The token to be exchanged'),
          clientSecret: await this.#clientSecret(auth.clientSecret),
        };
      case 'clientCredentials':
        return { ...auth, credential: await this.#text(auth.credential, 'The client’s secret or key') };
    }
  }

  async #clientSecret(value: Value | null): Promise<string | null> {
    return value === null ? null : this.#text(value, 'The client secret');
  }

  async #record(values: Readonly<Record<string, Value>>, field: (name: string) => string): Promise<Record<string, string>> {
    const resolve = async ([name, value]: [string, Value]) => [name, await this.#text(value, field(name))] as const;
    return Object.fromEntries(await Promise.all(Object.entries(values).map(resolve)));
  }

  async #text(value: Value, field: string): Promise<string> {
    if (typeof value !== 'string') return this.#secret(value, field);
    let resolved = '';
    let at = 0;
    for (const match of value.matchAll(VARIABLE)) {
      const [whole, variable = ''] = match;
      const found = await this.#sources.variable(variable);
      if (found === undefined) this.missing.push({ variable, field });
      resolved += value.slice(at, match.index) + (found ?? whole);
      at = match.index + whole.length;
    }
    return resolved + value.slice(at);
  }

  async #secret({ $secret }: SecretRef, field: string): Promise<string> {
    const found = await this.#sources.secret($secret);
    if (found === undefined) this.missing.push({ variable: null, field });
    return found ?? '';
  }
}
