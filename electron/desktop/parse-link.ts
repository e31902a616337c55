import { AppError } from '../../shared/errors.ts';

export const LINK_SCHEME = 'patchbay';

/** RFC 9110 asks for 8,000 characters of an address; codes of some sign-in servers are long. */
const MAX_LINK = 20_000;
/** What is shown of a link that is not understood. */
const SHOWN = 80;

/** What a link `patchbay://…` asks for. */
export type LinkAction = { readonly kind: 'oauthCallback'; readonly url: URL };

/** Whether a word is meant to be one of our links. */
export function looksLikeLink(word: string): boolean {
  return word.slice(0, LINK_SCHEME.length + 1).toLowerCase() === `${LINK_SCHEME}:`;
}

/** Scheme, host and path as plain text: what follows may be a secret. */
function shown(text: string): string {
  const place = text.slice(0, SHOWN + 1).split(/[?#]/, 1)[0] ?? '';
  const clean = place.replace(/[^\x21-\x7e]/g, '�');
  return clean.length > SHOWN ? `${clean.slice(0, SHOWN)}…` : clean;
}

/** The action of a link. Anybody may write one: whatever is not exactly one of ours is refused. Throws link_unknown. */
export function parseLink(text: string): LinkAction {
  // An address has no other characters; URL would leave some of them out without a word.
  const plain = text.length <= MAX_LINK && /^[\x21-\x7e]+$/.test(text);
  const url = plain && looksLikeLink(text) && URL.canParse(text) ? new URL(text) : null;
  if (url?.host === 'oauth' && url.pathname === '/callback' && url.username === '' && url.password === '') {
    url.hash = '';
    return { kind: 'oauthCallback', url };
  }
  throw new AppError('link_unknown', { link: shown(text) });
}
