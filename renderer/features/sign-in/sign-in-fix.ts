import type { AppErrorData } from '../../../shared/errors.ts';
import type { MessageId } from '../../messages/en.ts';
import type { AuthField } from '../../stores/dialog-store.ts';

/** What of the server's settings mends a failed sign-in. */
export interface SignInFix {
  readonly field: AuthField;
  readonly label: MessageId;
  /** Trying again without it fails again. */
  readonly isNeeded: boolean;
}

const fix = (field: AuthField, isNeeded: boolean): SignInFix => ({ field, label: `signIn.fix.${field}`, isNeeded });

/** The way out of a failure in the server's settings; null where trying again is all there is. */
export function signInFix({ code }: Pick<AppErrorData, 'code'>): SignInFix | null {
  switch (code) {
    case 'auth_client_needed':
    case 'auth_registration_refused':
    case 'auth_issuer_changed':
      return fix('clientId', true);
    case 'auth_client_refused':
      return fix('clientId', false);
    case 'auth_redirect_refused':
      return fix('redirect', true);
    case 'auth_scope_refused':
      return fix('scopes', true);
    case 'auth_issuer_mismatch':
      return fix('lenientIssuer', true);
    case 'auth_discovery_failed':
    case 'auth_no_pkce':
      return fix('auth', false);
    case 'key_refused':
    case 'secret_missing':
    case 'secret_damaged':
      return fix('key', true);
    default:
      return null;
  }
}

/** The redirect address that has to be registered by hand; null where that is not the matter. */
export function redirectToRegister({ code, details }: Pick<AppErrorData, 'code' | 'details'>): string | null {
  const isWanted = code === 'auth_client_needed' || code === 'auth_registration_refused' || code === 'auth_redirect_refused';
  const redirect = details?.redirect;
  return isWanted && typeof redirect === 'string' && redirect !== '' ? redirect : null;
}
