import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client';
import type { ExitInfo } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { MALFORMED_ANSWER } from '../messages/json-rpc-message.ts';
import { previewOf } from '../messages/result-preview.ts';
import { redact, redactAll } from '../secrets/redact.ts';
import type { HttpFacts } from '../transports/http-facts.ts';
import { NoMessage } from '../transports/json-answer.ts';
import { networkFailure } from '../transports/network-failure.ts';
import { ANSWER_FAILED, STREAM_ENDED } from '../transports/remote-transport.ts';
import { askedQuestion } from './asked-question.ts';
import { exitText } from './exit-text.ts';
import { httpFailure } from './http-failure.ts';

const DETAIL_CHARS = 1_000;
const CLOSED: readonly string[] = [SdkErrorCode.ConnectionClosed, SdkErrorCode.NotConnected];
const SENTENCE_CHARS = 200;
const TECHNICAL_CHARS = 8_000;

/** What is known about a connection when something of it failed. */
export interface FailureContext {
  /** The command, or the host of the address. */
  target: string;
  /** Set when the process ended without having been asked to. */
  exit: ExitInfo | null;
  /** The last lines the process wrote. */
  output: readonly string[];
  facts: Readonly<HttpFacts> | null;
  /** Whether the server keeps a session for us; without one a 404 means something else. */
  hasSession: boolean;
  /** Why the transport gave up by itself. */
  failure: AppError | null;
  /** Values that no text may show. */
  secrets: readonly string[];
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}

/** The error again, without secrets and then bounded: a cut could leave a part of one. */
function safe(error: AppError, secrets: readonly string[]): AppError {
  const details = Object.fromEntries(
    Object.entries(error.details).map(([name, value]) => {
      const clean = redactAll(value, secrets);
      return [name, typeof clean === 'string' ? cut(clean, DETAIL_CHARS) : clean];
    }),
  );
  const technical = error.technical === undefined ? {} : { technical: cut(redact(error.technical, secrets), TECHNICAL_CHARS) };
  return new AppError(error.code, details, { ...technical, cause: error.cause });
}

/** Why connecting failed, as one of the codes of shared/errors.ts; `error` is whatever was thrown. */
export function classifyConnectError(error: unknown, context: FailureContext): AppError {
  return safe(context.failure ?? connectError(error, context), context.secrets);
}

function connectError(error: unknown, context: FailureContext): AppError {
  const own = ownError(error);
  if (own) return own;
  if (context.exit) return exited('process_exited', context.exit, context);
  if (isForgotten(error, context)) return sessionLost(error);
  return remoteError(error, context) ?? versionError(error) ?? protocolFailure(error, context);
}

/** Why a call failed on a connection that stood: server_error, connection_lost, or what reaching the server met. */
export function classifyCallError(error: unknown, context: FailureContext): AppError {
  return safe(callError(error, context), context.secrets);
}

function callError(error: unknown, context: FailureContext): AppError {
  const own = ownError(error);
  if (own) return own;
  if (error instanceof ProtocolError && error.code !== STREAM_ENDED) return serverError(error, context.secrets);
  if (context.failure) return context.failure;
  const lost = error instanceof AppError || isClosed(error) || (error instanceof ProtocolError && error.code === STREAM_ENDED);
  if (isForgotten(error, context)) return sessionLost(error);
  if (lost || context.exit) return connectionLost(context);
  // Of an address that is known to be right.
  if (error instanceof NoMessage) return protocolFailure(error, context);
  const failure = rpcErrorInBody(error, context.secrets) ?? remoteError(error, context) ?? protocolFailure(error, context);
  // The request was on its way when the line broke: it may have run.
  return failure.code === 'network_failed'
    ? new AppError('connection_lost', {}, { technical: failure.technical ?? '', cause: error })
    : failure;
}

/** Why a connection that stood ended by itself. */
export function connectionLost(context: FailureContext): AppError {
  if (context.failure) return safe(context.failure, context.secrets);
  return context.exit ? safe(exited('connection_lost', context.exit, context), context.secrets) : new AppError('connection_lost');
}

function exited(code: 'process_exited' | 'connection_lost', exit: ExitInfo, context: FailureContext): AppError {
  const technical = context.output.length === 0 ? {} : { technical: context.output.join('\n') };
  return new AppError(code, { exit: exitText(exit) }, technical);
}

/** An error of our own transports that says it all, also inside what the SDK makes of it. */
function ownError(error: unknown): AppError | null {
  if (error instanceof AppError) return error.code === 'connection_lost' ? null : error;
  if (error instanceof ProtocolError && error.code === ANSWER_FAILED) return error.data instanceof AppError ? error.data : null;
  if (error instanceof ProtocolError && error.code === MALFORMED_ANSWER)
    return new AppError('protocol_error', { detail: error.message }, { cause: error });
  const asked = askedQuestion(error);
  if (asked !== null) return new AppError('input_needed', { what: asked }, { cause: error });
  // The SDK and `fetch` wrap what they met.
  return error instanceof Error && error.cause instanceof Error ? ownError(error.cause) : null;
}

/** A session that the server no longer knows (MCP 2025-11-25, Transports, Session Management); it ran nothing for it. */
function isForgotten(error: unknown, { hasSession }: FailureContext): boolean {
  return hasSession && error instanceof SdkHttpError && error.status === 404;
}

function sessionLost(cause: unknown): AppError {
  return new AppError('session_lost', { notSent: true }, { cause });
}

/** Also inside what the SDK makes of it. */
function isClosed(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'connection_lost';
  if (error instanceof SdkError && CLOSED.includes(error.code)) return true;
  if (!(error instanceof Error)) return false;
  // The SDK has no code for a request on a transport that closed a moment ago.
  return error.message === 'Not connected' || isClosed(error.cause);
}

function remoteError(error: unknown, context: FailureContext): AppError | null {
  if (context.facts === null) return null;
  if (error instanceof SdkHttpError && error.status !== undefined) {
    const text = error.data.text;
    return httpFailure(error.status, context.facts, typeof text === 'string' ? text : '');
  }
  // For a message over HTTP with SSE the SDK has no code.
  if (context.facts.circle) return httpFailure(context.facts.status ?? 307, context.facts);
  const network = networkFailure(error, context.target);
  if (network) return network;
  if (error instanceof SseError) return sseError(error, context.facts, context.target);
  // The SDK wraps what the probe met.
  if (error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed && error.cause !== undefined)
    return remoteError(error.cause, context);
  const unusable = error instanceof SdkError && error.code === SdkErrorCode.ClientHttpUnexpectedContent;
  if (unusable || error instanceof NoMessage) return httpFailure(context.facts.status ?? 200, context.facts);
  // What a server of HTTP with SSE names for its endpoint.
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL') return null;
  return error instanceof TypeError
    ? new AppError('network_failed', { host: context.target }, { cause: error, technical: error.message })
    : null;
}

/** The event source keeps neither status nor cause; the facts of the last answer have them. */
function sseError(error: SseError, facts: Readonly<HttpFacts>, host: string): AppError {
  const known = ownError(facts.error) ?? networkFailure(facts.error, host);
  if (known) return known;
  const status = error.code ?? facts.status;
  return status === null ? new AppError('network_failed', { host }, { cause: error }) : httpFailure(status, facts);
}

function versionError(error: unknown): AppError | null {
  // The SDK has no code for an `initialize` answer with a version it does not know.
  const unknown = error instanceof Error && error.message.startsWith("Server's protocol version is not supported");
  if (!unknown && !(error instanceof UnsupportedProtocolVersionError)) return null;
  return new AppError('version_unsupported', {}, { cause: error, technical: error.message });
}

/** Servers of the modern era answer some JSON-RPC errors with an HTTP status of their own (2026-07-28, Transports). */
function rpcErrorInBody(error: unknown, secrets: readonly string[]): AppError | null {
  if (!(error instanceof SdkHttpError) || error.status === 401 || error.status === 403) return null;
  try {
    const body: unknown = JSON.parse(String(error.data.text));
    const { code, message, data } = (body as { error: { code: unknown; message: unknown; data: unknown } }).error;
    if (typeof code !== 'number' || typeof message !== 'string') return null;
    return serverError(new ProtocolError(code, message, data), secrets);
  } catch {
    return null;
  }
}

/** A long text of the server's own makes no sentence: it is told in part and shown whole among the details. */
function serverError(error: ProtocolError, secrets: readonly string[]): AppError {
  const message = redact(error.message, secrets);
  const data = error.data === undefined ? [] : [JSON.stringify(previewOf(redactAll(error.data, secrets)), null, 2)];
  const long = message.length > SENTENCE_CHARS ? [message] : [];
  const technical = [...long, ...data].join('\n\n');
  const options = technical === '' ? { cause: error } : { cause: error, technical };
  return new AppError('server_error', { detail: cut(message, SENTENCE_CHARS), rpcCode: error.code }, options);
}

function protocolFailure(error: unknown, context: FailureContext): AppError {
  if (isClosed(error)) return new AppError('connection_lost', {}, { cause: error });
  if (error instanceof ProtocolError)
    return new AppError('protocol_error', { detail: `${error.message} (${error.code})` }, { cause: error });
  if (error instanceof Error) return new AppError('protocol_error', { detail: error.message }, { cause: error });
  return new AppError('protocol_error', { detail: `${context.target}: ${String(error)}` });
}
