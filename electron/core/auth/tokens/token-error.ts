import { AppError } from '../../../../shared/errors.ts';
import { type AuthAnswer, invalidAnswer } from '../http/auth-http.ts';
import { shownHost, shownLine } from '../http/shown-text.ts';
import type { TokenRequest } from './token-endpoint.ts';

/** A clock that is off by more is named, in ms. */
const SKEW_MS = 5 * 60_000;
/** Errors of proofs that hold a time of this computer. */
const TIMED: readonly string[] = ['invalid_dpop_proof', 'invalid_client_assertion'];

/** Why a token endpoint gave nothing (RFC 6749, 5.2; RFC 8707, 2; RFC 9449, 5), with `details.error` as it called it. */
export function tokenError(answer: AuthAnswer, { params, proof, scopes }: TokenRequest, now: number): AppError {
  const { status, url, json } = answer;
  const host = shownHost(url);
  // Nothing is said about the credentials: they may be tried again.
  if (status >= 500 || status === 429)
    return new AppError('auth_unreachable', { host, detail: `It answered HTTP ${status}.` }, { technical: `HTTP ${status}` });
  const fields = typeof json === 'object' && json !== null ? json : {};
  const error = 'error' in fields ? shownLine(fields.error) : '';
  if (error === '') return invalidAnswer(url, `It answered HTTP ${status} without a reason.`);
  const said = 'error_description' in fields ? shownLine(fields.error_description) : '';
  const details = { host, error };
  const options = said === '' ? {} : { technical: said };
  const minutes = skewMinutes(answer, now);
  if (minutes !== null && (TIMED.includes(error) || (error === 'invalid_client' && proof.client.method === 'private_key_jwt')))
    return new AppError('auth_clock_skew', { ...details, minutes }, options);
  if (error === 'invalid_client' || (status === 401 && error !== 'invalid_grant'))
    return new AppError('auth_client_refused', details, options);
  if (error === 'invalid_scope') return new AppError('auth_scope_refused', { ...details, scopes: scopes.join(' ') }, options);
  if (params.redirect_uri !== undefined && /redirect/i.test(`${error} ${said}`))
    return new AppError('auth_redirect_refused', { ...details, redirect: params.redirect_uri }, options);
  return new AppError('auth_refused', { ...details, detail: said || error }, options);
}

/** How far the clocks are apart, in minutes; null when it does not matter, or the server does not say. */
function skewMinutes({ headers }: AuthAnswer, now: number): number | null {
  const difference = Math.abs(Date.parse(headers.get('date') ?? '') - now);
  return difference > SKEW_MS ? Math.round(difference / 60_000) : null;
}
