/** What the last HTTP exchange of a connection showed; the SDK's errors lose most of it. */
export interface HttpFacts {
  status: number | null;
  /** Media type without parameters, e.g. `text/html`. */
  contentType: string;
  /** Where a redirect that was not followed pointed, without query and credentials. */
  location: string | null;
  /** Whether that redirect was one to follow, after too many others. */
  circle: boolean;
  /** ms that the server asks to wait; null when it does not say. */
  retryAfterMs: number | null;
  /** What `fetch` threw when there was no answer. */
  error: unknown;
}

export const NO_FACTS: Readonly<HttpFacts> = {
  status: null,
  contentType: '',
  location: null,
  circle: false,
  retryAfterMs: null,
  error: null,
};

export function factsOf(response: Response, requestUrl: string, method: string): HttpFacts {
  const target = redirectTarget(response, requestUrl);
  const circle = target !== null && isFollowed(response, requestUrl, method);
  return {
    status: response.status,
    contentType: mediaType(response),
    location: target && withoutQuery(target),
    circle,
    retryAfterMs: retryAfter(response.headers),
    error: null,
  };
}

/** Retry-After (RFC 9110, 10.2.3): seconds, or a date, which is counted from the server's own. */
function retryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const ms = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return /[a-z]/i.test(text) && ms >= 0 ? ms : null;
}

/** Whether the SDK follows a redirect: within the origin, with the method kept; at most five times. */
export function isFollowed(response: Response, requestUrl: string, method: string): boolean {
  const target = redirectTarget(response, requestUrl);
  if (target === null || target.username !== '' || target.password !== '') return false;
  const keepsMethod = method === 'GET' || response.status === 307 || response.status === 308;
  return keepsMethod && target.origin === new URL(requestUrl).origin;
}

/** Media type without parameters, in lower case; empty when none is told. */
export function mediaType(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function redirectTarget(response: Response, requestUrl: string): URL | null {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
  return location !== null && URL.canParse(location, requestUrl) ? new URL(location, requestUrl) : null;
}

/** Where a redirect points, as it may be shown; null when it is none. */
export function redirectLocation(status: number, location: string | undefined, base: URL): string | null {
  const redirects = status >= 300 && status < 400 && location !== undefined && URL.canParse(location, base);
  return redirects ? withoutQuery(new URL(location, base)) : null;
}

function withoutQuery(target: URL): string {
  const url = new URL(target);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}
