import { ProtocolError } from '@modelcontextprotocol/client';
import type { AppError, ErrorCode } from '../../../shared/errors.ts';

const DOUBTS: readonly ErrorCode[] = ['protocol_error', 'version_unsupported', 'wrong_url', 'http_status', 'process_exited'];
const ENDING: readonly ErrorCode[] = ['connection_refused', 'host_not_found', 'tls_failed', 'connection_lost'];

/** Whether a server that fails so may no longer speak what it spoke the last time. */
export function doubtsVerdict(code: ErrorCode): boolean {
  return DOUBTS.includes(code);
}

/** Whether a failed call shows that the connection itself is gone; one answer that broke off does not. */
export function endsConnection(failure: AppError, cause: unknown): boolean {
  return ENDING.includes(failure.code) && !(cause instanceof ProtocolError);
}
