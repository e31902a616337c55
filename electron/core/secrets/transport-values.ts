import type { TransportInput } from '../../../shared/contract/model.ts';
import type { SecretRef } from '../../../shared/contract/transports.ts';

/** A text that may be a secret, as it is entered: itself, the name of an entry of the vault, or on its way there. */
export type Entered = string | SecretRef | { readonly $new: string };

/** Where in a definition such a text stands. */
export interface ValuePlace {
  readonly kind: 'variable' | 'header' | 'query' | 'auth';
  readonly name: string;
}

/** `T` with `V` wherever a text may be a secret. */
type With<V, T> = [string | SecretRef] extends [T] ? V | Extract<T, null> : T extends object ? { [K in keyof T]: With<V, T[K]> } : T;

/** The transport with each text that may be a secret replaced. */
export function mapValues<V>(transport: TransportInput, change: (value: Entered, place: ValuePlace) => V): With<V, TransportInput> {
  const all = (values: Readonly<Record<string, Entered>>, kind: ValuePlace['kind']): Record<string, V> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, { kind, name })]));
  switch (transport.kind) {
    case 'sample':
      return transport;
    case 'stdio':
      return { ...transport, env: all(transport.env, 'variable') };
    case 'remote': {
      const { headers, query, auth } = transport;
      const inAuth = (value: Entered) => change(value, { kind: 'auth', name: auth.kind });
      return { ...transport, headers: all(headers, 'header'), query: all(query, 'query'), auth: mapAuth(auth, inAuth) };
    }
  }
}

type Auth = Extract<TransportInput, { kind: 'remote' }>['auth'];

function mapAuth<V>(auth: Auth, change: (value: Entered) => V): With<V, Auth> {
  switch (auth.kind) {
    case 'none':
      return auth;
    case 'bearer':
      return { ...auth, token: change(auth.token) };
    case 'header':
    case 'query':
      return { ...auth, value: change(auth.value) };
    case 'oauth':
      return { ...auth, clientSecret: auth.clientSecret === null ? null : change(auth.clientSecret) };
    case 'clientCredentials':
      return { ...auth, credential: change(auth.credential) };
    case 'assertion':
      return {
        ...auth,
        assertion: change(auth.assertion),
        clientSecret: auth.clientSecret === null ? null : change(auth.clientSecret),
      };
  }
}

/** The texts that may be secrets, in their order. */
export function valuesOf(transport: TransportInput): Entered[] {
  const found: Entered[] = [];
  mapValues(transport, (value) => found.push(value));
  return found;
}

/** The entries of the vault that a definition names. */
export function refsOf(transport: TransportInput): string[] {
  return valuesOf(transport).flatMap((value) => (typeof value === 'object' && '$secret' in value ? [value.$secret] : []));
}
