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

/** Headers that were added to one request. */
export type SentHeaders = Readonly<Record<string, string>>;

/** Puts credentials on the requests of one connection, and renews them. */
export interface RequestAuthorizer {
  /** Headers for a request to the server's own origin; none where nobody has signed in. Throws what renewing met. */
  headers(request: AuthorizedRequest): Promise<SentHeaders>;
  /** Looks at every answer, such as for a nonce; before `refused`. */
  answered(request: AuthorizedRequest, status: number, header: (name: string) => string | null): void;
  /**
   * The server refused a request that had these headers: whether it is worth sending once more, with new ones. Throws
   * sign_in_needed, key_refused, scope_needed, and what renewing met.
   */
  refused(request: AuthorizedRequest, refusal: Refusal, sent: SentHeaders): Promise<boolean>;
  /** Values that no text may show. */
  readonly secrets: readonly string[];
}

/** Most times that one request is sent: with a token, with a nonce that the server asks for (RFC 9449, 8), with a renewed token. */
const MOST_SENDS = 3;

/** What one request takes: sent with credentials, and again as long as a refusal is worth it. */
export async function sendAuthorized<T>(
  authorizer: RequestAuthorizer,
  request: AuthorizedRequest,
  exchange: {
    send: (added: SentHeaders) => Promise<T>;
    status: (answer: T) => number;
    header: (answer: T, name: string) => string | null;
    /** Lets go of an answer that nobody reads. */
    drop: (answer: T) => void;
  },
): Promise<T> {
  for (let sends = 1; ; sends += 1) {
    const sent = await authorizer.headers(request);
    const answer = await exchange.send(sent);
    const status = exchange.status(answer);
    authorizer.answered(request, status, (name) => exchange.header(answer, name));
    if (status !== 401 && status !== 403) return answer;
    const refusal: Refusal = { status, challenge: exchange.header(answer, 'www-authenticate') ?? '' };
    try {
      if (!(await authorizer.refused(request, refusal, sent)) || sends === MOST_SENDS) return answer;
    } catch (error) {
      exchange.drop(answer);
      throw error;
    }
    exchange.drop(answer);
  }
}
