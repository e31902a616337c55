import { ProtocolError, SdkHttpError } from '@modelcontextprotocol/client';
import type { AppError, ErrorCode } from '../../../shared/errors.ts';
import type { Session } from './session.ts';

const DOUBTS: readonly ErrorCode[] = [
  'protocol_error',
  'version_unsupported',
  'wrong_url',
  'http_status',
  'connect_timeout',
  'list_timeout',
];
const UNREACHABLE: readonly ErrorCode[] = ['connection_refused', 'host_not_found'];
/** Somebody has to sign in, or to enter another key. */
const ACCESS: readonly ErrorCode[] = ['sign_in_needed', 'key_refused'];
/** The secrets are out of reach until somebody does something. */
const SECRETS: readonly ErrorCode[] = ['vault_locked', 'vault_unset', 'vault_damaged', 'vault_foreign'];
const ENDING: readonly ErrorCode[] = [...UNREACHABLE, ...ACCESS, ...SECRETS, 'tls_failed', 'session_lost'];
/** Trying again changes nothing about them: somebody has to do something first. */
const LASTING: readonly ErrorCode[] = [
  'command_not_found',
  'command_not_executable',
  'folder_not_found',
  'variable_missing',
  'invalid_input',
  'url_invalid',
  'port_refused',
  'ca_unreadable',
  'tls_failed',
  'redirected',
  ...ACCESS,
  ...SECRETS,
  'scope_needed',
  'secret_missing',
  'access_denied',
  'version_unsupported',
  'not_mcp',
  'internal',
];
/** What a call may meet without any doubt about the connection. */
const OF_THE_CALL: readonly ErrorCode[] = [
  'server_error',
  'cancelled',
  'call_timeout',
  'invalid_arguments',
  'tool_not_found',
  'scope_needed',
  'auth_unreachable',
];

/** Whether a server that fails so may no longer speak what it spoke the last time. */
export function doubtsVerdict({ code }: AppError, era: 'legacy' | 'modern'): boolean {
  // One of the modern era may have gone back and end at a request that it does not know; a handshake ends nothing.
  return DOUBTS.includes(code) || (code === 'process_exited' && era === 'modern');
}

/** Whether another try may go better by itself. */
export function canHeal({ code }: AppError): boolean {
  // What a sign-in server said stays said; one that was out of reach may come back.
  return !LASTING.includes(code) && (!code.startsWith('auth_') || code === 'auth_unreachable');
}

/** Whether somebody has to sign in, enter another key, or grant more. */
export function asksForAccess({ code }: AppError): boolean {
  return ACCESS.includes(code) || code === 'scope_needed';
}

/** Whether a failed request shows that the connection itself is gone. */
export function endsConnection(failure: AppError, cause: unknown): boolean {
  return ENDING.includes(failure.code) && !(cause instanceof ProtocolError);
}

/** Whether a failed request leaves open if the server is still there. */
export function doubtsConnection({ code }: AppError): boolean {
  return !OF_THE_CALL.includes(code);
}

/** Whether the server no longer knows the session that the request belonged to (MCP 2025-11-25, Transports, Session Management). */
export function lostSession(session: Session, cause: unknown): boolean {
  return cause instanceof SdkHttpError && cause.status === 404 && session.link.transport.sessionId !== undefined;
}

/** Whether the request provably ran nowhere, so that it may be sent again. */
export function neverRan({ code }: AppError): boolean {
  return code === 'session_lost' || UNREACHABLE.includes(code);
}
