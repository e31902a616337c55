import { AppError } from '../../../shared/errors.ts';
import type { HttpFacts } from '../transports/http-facts.ts';
import { inSeconds } from './seconds.ts';

function answerText(status: number, contentType: string): string {
  return contentType === 'text/html' ? `a web page (HTTP ${status})` : `HTTP ${status}`;
}

/** An answer that is no MCP: redirected, redirect_loop, sign_in_needed, access_denied, wrong_url, http_status. */
export function httpFailure(status: number, facts: Readonly<HttpFacts>, body = ''): AppError {
  const contentType = facts.status === status ? facts.contentType : '';
  // A web page explains itself to a browser, not in a details view.
  const technical = body === '' || contentType === 'text/html' ? {} : { technical: body };
  if (status >= 300 && status < 400)
    return new AppError(facts.circle ? 'redirect_loop' : 'redirected', { location: facts.location ?? 'an unnamed address' });
  if (status === 401) return new AppError('sign_in_needed', {}, technical);
  if (status === 403) return new AppError('access_denied', {}, technical);
  if (status < 300 || status === 404 || status === 405 || status === 410)
    return new AppError('wrong_url', { status: answerText(status, contentType) }, technical);
  const { retryAfterMs } = facts;
  const asked = retryAfterMs === null || facts.status !== status ? {} : { wait: waitText(retryAfterMs), retryAfterMs };
  return new AppError('http_status', { status, ...asked }, technical);
}

function waitText(ms: number): string {
  return `It asks to wait ${inSeconds(ms)} s. `;
}
