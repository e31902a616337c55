/** An answer by which a server asks for credentials, or for better ones. */
export interface Refusal {
  readonly status: 401 | 403;
  /** Value of WWW-Authenticate (RFC 9110, 11.6.1); empty when there is none. */
  readonly challenge: string;
}

export interface AuthorizedRequest {
  readonly method: string;
  readonly url: URL;
}

/** Puts credentials on the requests of one connection, and renews them. */
export interface RequestAuthorizer {
  /** Headers for a request to the server's own origin; none where nobody has signed in. Throws what renewing met. */
  headers(request: AuthorizedRequest): Promise<Readonly<Record<string, string>>>;
  /**
   * The server refused a request that had these headers: whether it is worth sending once more, with new ones. Throws
   * sign_in_needed, key_refused, scope_needed.
   */
  refused(refusal: Refusal, sent: Readonly<Record<string, string>>): Promise<boolean>;
  /** Looks at every answer, such as for a nonce. */
  answered?(request: AuthorizedRequest, headers: Headers): void;
  /** Values that no text may show. */
  readonly secrets: readonly string[];
}
