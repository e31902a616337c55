import type { Connector } from '../../../shared/connectors/connector.ts';
import { connectorFor } from '../../../shared/connectors.ts';
import type { Category } from '../../../shared/contract/model.ts';
import type { AuthDraft } from './auth-draft.ts';
import { argumentsOf, type ServerDraft } from './server-draft.ts';

type Target = Pick<ServerDraft, 'kind' | 'url' | 'name' | 'command' | 'args'>;

/** The known service that a draft is about. */
export function connectorOf({ kind, url, command, args }: Target): Connector | null {
  if (kind === 'remote') return url.trim() === '' ? null : connectorFor({ url: url.trim() });
  return kind === 'stdio' && command.trim() !== '' ? connectorFor({ command: command.trim(), args: argumentsOf(args) }) : null;
}

/** The authentication that a known service takes. The person's own choice stays; what is only prepared can still be changed. */
export function suggestedAuth(draft: Target & Pick<ServerDraft, 'auth' | 'headers'>): AuthDraft {
  const connector = draft.kind === 'remote' ? connectorOf(draft) : null;
  const { auth } = draft;
  if (connector === null || auth.isDecided || draft.headers.length > 0) return auth;
  const { key, oauth } = connector;
  const isBearer = key?.header.toLowerCase() === 'authorization' && key.prefix === 'Bearer ';
  return {
    ...auth,
    choice: connector.auth === 'key' && key !== null ? (isBearer ? 'bearer' : 'header') : connector.auth === 'none' ? 'none' : 'oauth',
    header: key === null ? auth.header : { name: key.header, prefix: key.prefix },
    oauth: { ...auth.oauth, scopes: auth.oauth.scopes || oauth.scopes, redirect: oauth.redirect },
  };
}

/** A recognised draft with what is known about its service: its icon, its category where there is one like it, and how it is told who asks. */
export function withSuggestion(draft: ServerDraft, categories: readonly Pick<Category, 'id' | 'name'>[]): ServerDraft {
  const connector = connectorOf(draft);
  if (connector === null) return draft;
  const isPlaced = draft.categoryId !== null || draft.newCategory !== null;
  const like = categories.find(({ name }) => name.trim().toLowerCase() === connector.category.toLowerCase());
  return {
    ...draft,
    icon: draft.icon === '' ? connector.icon : draft.icon,
    categoryId: isPlaced ? draft.categoryId : (like?.id ?? null),
    auth: suggestedAuth(draft),
  };
}
