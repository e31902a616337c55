import { describe, expect, it } from 'vitest';
import { currentSignIn } from '../../../renderer/features/sign-in/current-sign-in.ts';
import { scopesOf } from '../../../renderer/features/sign-in/scopes-of.ts';
import { redirectToRegister, signInFix } from '../../../renderer/features/sign-in/sign-in-fix.ts';
import { signInReport } from '../../../renderer/features/sign-in/sign-in-report.ts';
import type { SignIn } from '../../../shared/contract/auth.ts';
import { AppError } from '../../../shared/errors.ts';

const signIn = (more: Partial<SignIn> = {}): SignIn => ({
  serverId: 's1',
  accountId: null,
  startedAt: 1,
  endedAt: null,
  status: 'browser',
  address: 'https://auth.example.com/authorize',
  redirect: 'http://127.0.0.1:1/callback',
  scopes: ['read'],
  steps: [],
  error: null,
  ...more,
});

describe('a failed sign-in', () => {
  it.each([
    ['auth_client_needed', 'clientId', true],
    ['auth_redirect_refused', 'redirect', true],
    ['auth_issuer_mismatch', 'lenientIssuer', true],
    ['auth_scope_refused', 'scopes', true],
    ['auth_no_pkce', 'auth', false],
  ] as const)('%s leads to the field %s', (code, field, isNeeded) => {
    expect(signInFix({ code })).toMatchObject({ field, isNeeded });
  });

  it('is only tried again where nothing else helps; an attack is never a setting', () => {
    for (const code of ['auth_denied', 'auth_timeout', 'auth_state_mismatch', 'auth_response_issuer', 'auth_resource_mismatch'] as const) {
      expect(signInFix({ code })).toBeNull();
    }
  });

  it('gives the redirect address to register by hand', () => {
    const redirect = 'http://127.0.0.1:1/callback';
    expect(redirectToRegister(new AppError('auth_client_needed', { redirect }).toData())).toBe(redirect);
    expect(redirectToRegister(new AppError('auth_client_needed').toData())).toBeNull();
    expect(redirectToRegister(new AppError('auth_denied', { redirect }).toData())).toBeNull();
  });

  it('reads the permissions that are missing in either form', () => {
    expect(scopesOf(new AppError('scope_needed', { scopes: 'a b' }).toData())).toEqual(['a', 'b']);
    expect(scopesOf(new AppError('scope_needed', { scopes: ['a', 'b'] }).toData())).toEqual(['a', 'b']);
    expect(scopesOf(new AppError('scope_needed').toData())).toEqual([]);
  });

  it('is told with its steps and exchanges', () => {
    const exchange = {
      method: 'POST',
      url: 'https://auth.example.com/token',
      status: 400,
      request: 'a=1',
      response: 'no',
      at: 0,
      durationMs: 12.4,
    };
    const step = { step: 'token', status: 'failed', result: 'refused', startedAt: 0, durationMs: 12, exchanges: [exchange] } as const;
    const error = new AppError('auth_refused', { host: 'auth.example.com', detail: 'no', error: 'invalid_grant' }).toData();
    const report = signInReport({ name: 'Linear' }, signIn({ steps: [{ ...step, exchanges: [exchange] }] }), error);
    expect(report).toContain('auth.example.com refused the sign-in: no (auth_refused)');
    expect(report).toContain('token: failed (refused)');
    expect(report).toContain('POST https://auth.example.com/token → 400 (12 ms)\n    a=1\n    no');
  });
});

describe('the sign-in that is shown', () => {
  it('is not the one from before', () => {
    const old = signIn({ status: 'failed', endedAt: 2 });
    expect(currentSignIn(old, undefined)).toBe(old);
    expect(currentSignIn(old, { before: old })).toBeNull();
    const fresh = signIn({ startedAt: 3 });
    expect(currentSignIn(fresh, { before: old })).toBe(fresh);
    // One that was under way is joined.
    expect(currentSignIn(fresh, { before: fresh })).toBe(fresh);
    expect(currentSignIn(undefined, undefined)).toBeNull();
  });
});
