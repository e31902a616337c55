import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { namesSecret } from '../../../shared/secret-names.ts';
import { urlCredentials } from '../secrets/url-credentials.ts';
import type { RequestAuthorizer } from '../transports/request-authorizer.ts';

/** Says of a refusal which key it was about. The key itself is part of the connection’s own headers or address. */
export function keyAuthorizer(field: string): RequestAuthorizer {
  return {
    secrets: [],
    headers: async () => ({}),
    answered: () => {},
    async refused(_, { status }) {
      if (status === 401) throw new AppError('key_refused', { field });
      return false;
    },
  };
}

/** Where the person put a key that speaks for itself, in words; null: nowhere. */
export function enteredKey({ auth, headers, url }: PlainRemote): string | null {
  if (auth.kind === 'bearer') return 'a bearer token';
  if (auth.kind === 'header') return header(auth.name);
  if (auth.kind === 'query') return parameter(auth.name);
  const own = Object.keys(headers).find((name) => name.toLowerCase() === 'authorization');
  if (own !== undefined) return header(own);
  return urlCredentials(new URL(url)) === null ? null : 'the name and password in the address';
}

/** The same of what looks like a key by its name: the server may ask for sign-in beside it. */
export function likelyKey({ headers, query }: PlainRemote): string | null {
  const name = Object.keys(headers).find(namesSecret);
  if (name !== undefined) return header(name);
  const named = Object.keys(query).find(namesSecret);
  return named === undefined ? null : parameter(named);
}

function header(name: string): string {
  return `the header “${name}”`;
}

function parameter(name: string): string {
  return `the query parameter “${name}”`;
}
