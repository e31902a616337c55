import { AppError } from '../../../shared/errors.ts';

const TLS =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$)/;

/** Codes of the system, of OpenSSL and of the HTTP client; the SDK's own codes look otherwise. */
const SYSTEM = /^(E[A-Z0-9]+|EAI_[A-Z]+|UND_ERR_.+)$/;

const TLS_DETAILS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it was signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its issuer is unknown and signed by itself',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is unknown',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another host',
};

/** Calls of the system that come before anything is sent. */
const BEFORE_SENDING: readonly unknown[] = ['connect', 'getaddrinfo'];

/** The system's error inside what `fetch` threw; its causes are nested, and grouped where a host has several addresses. */
function systemError(error: unknown): (NodeJS.ErrnoException & { code: string }) | null {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (hasCode(current) && (SYSTEM.test(current.code) || TLS.test(current.code))) return current;
    current = current instanceof AggregateError && current.cause === undefined ? current.errors[0] : current.cause;
  }
  return null;
}

function hasCode(error: Error): error is NodeJS.ErrnoException & { code: string } {
  return 'code' in error && typeof error.code === 'string';
}

/** Ports of other protocols are blocked (WHATWG Fetch, Port blocking); the error has no code. */
function isBadPort(error: unknown): boolean {
  return error instanceof TypeError && error.cause instanceof Error && error.cause.message === 'bad port';
}

/**
 * A failure to reach a host: port_refused, connection_refused, host_not_found, tls_failed, network_failed; null for anything else.
 * `details.notSent` says that the request provably never left.
 */
export function networkFailure(error: unknown, host: string): AppError | null {
  if (isBadPort(error)) return new AppError('port_refused', { host, notSent: true }, { cause: error, technical: 'bad port' });
  const found = systemError(error);
  if (found === null) return null;
  const { code } = found;
  const options = { cause: error, technical: code };
  const details = BEFORE_SENDING.includes(found.syscall) ? { host, notSent: true } : { host };
  if (code === 'ECONNREFUSED') return new AppError('connection_refused', details, options);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new AppError('host_not_found', details, options);
  if (TLS.test(code)) return new AppError('tls_failed', { ...details, detail: TLS_DETAILS[code] ?? code }, options);
  return new AppError('network_failed', details, options);
}
