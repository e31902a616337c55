/** How a key is sent to a service: `<header>: <prefix><key>`. */
export interface KeyHeader {
  readonly header: string;
  readonly prefix: string;
}

/** What makes signing in to a service different from the usual. */
export interface OAuthHints {
  /** Permissions to ask for, separated by spaces; empty: what the server asks for. */
  readonly scopes: string;
  /** Where the browser has to come back to. */
  readonly redirect: 'auto' | 'loopback' | 'localhost' | 'app';
  /** Apps cannot register themselves there: it takes a client id, and often a secret. */
  readonly needsClient: boolean;
  /** Only apps that the service has approved get in. */
  readonly approvedOnly: boolean;
  /** It does not name its issuer as RFC 8414, 3.3 wants it. */
  readonly lenientIssuer: boolean;
  /** https page on which a client is registered; null: not known */
  readonly clientPage: string | null;
}

/** What Patchbay knows about a service. */
export interface Connector {
  readonly id: string;
  readonly name: string;
  /** An emoji. */
  readonly icon: string;
  /** Name of the category to suggest. */
  readonly category: string;
  /** Hosts of its remote servers; `*.example.com` is every host below example.com. */
  readonly hosts: readonly string[];
  /** Its local servers: names of packages (npm, PyPI), images and programs. */
  readonly packages: readonly string[];
  /** What to offer first at its address. */
  readonly auth: 'none' | 'oauth' | 'key';
  /** How its address takes a key; null: not at all, or not known */
  readonly key: KeyHeader | null;
  /** Environment variables of its local servers that hold secrets. */
  readonly env: readonly string[];
  /** https page on which a key is made; null: not known */
  readonly keyPage: string | null;
  readonly oauth: OAuthHints;
}

export const BEARER: KeyHeader = { header: 'Authorization', prefix: 'Bearer ' };

type Facts = Partial<Omit<Connector, 'id' | 'name' | 'icon' | 'category' | 'oauth'>> & { readonly oauth?: Partial<OAuthHints> };

/** An entry of the table: only what differs from the usual is written. */
export function service(id: string, name: string, icon: string, category: string, facts: Facts): Connector {
  const { oauth, ...others } = facts;
  const usual = { hosts: [], packages: [], auth: 'oauth', key: null, env: [], keyPage: null } as const;
  const hints: OAuthHints = {
    scopes: '',
    redirect: 'auto',
    needsClient: false,
    approvedOnly: false,
    lenientIssuer: false,
    clientPage: null,
    ...oauth,
  };
  return { ...usual, ...others, id, name, icon, category, oauth: hints };
}
