import type { TransportInput } from '../../../shared/contract/model.ts';

/** Names of what a server is given beside its command or address: variables, headers, parameters. Never their values. */
export interface SentNames {
  readonly env: readonly string[];
  readonly headers: readonly string[];
  readonly query: readonly string[];
}

export function sentNames(transport: TransportInput): SentNames {
  switch (transport.kind) {
    case 'stdio':
      return { env: Object.keys(transport.env), headers: [], query: [] };
    case 'remote': {
      const { auth, headers, query } = transport;
      const keyHeader = auth.kind === 'bearer' ? ['Authorization'] : auth.kind === 'header' ? [auth.name] : [];
      const parameter = auth.kind === 'query' ? [auth.name] : [];
      return { env: [], headers: [...keyHeader, ...Object.keys(headers)], query: [...parameter, ...Object.keys(query)] };
    }
    case 'sample':
      return { env: [], headers: [], query: [] };
    default:
      return transport satisfies never;
  }
}
