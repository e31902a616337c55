/** What the last HTTP exchange of a connection showed; the SDK's errors lose most of it. */
export interface HttpFacts {
  status: number | null;
  /** Media type without parameters, e.g. `text/html`. */
  contentType: string;
  /** Where a redirect that was not followed pointed, without query and credentials. */
  location: string | null;
  /** What `fetch` threw when there was no answer. */
  error: unknown;
}

export const NO_FACTS: Readonly<HttpFacts> = { status: null, contentType: '', location: null, error: null };

export function factsOf(response: Response, requestUrl: string): HttpFacts {
  return { status: response.status, contentType: mediaType(response), location: redirectTarget(response, requestUrl), error: null };
}

/** Media type without parameters, in lower case; empty when none is told. */
export function mediaType(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function redirectTarget(response: Response, requestUrl: string): string | null {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
  if (location === null || !URL.canParse(location, requestUrl)) return null;
  const url = new URL(location, requestUrl);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}
