import { parentPort } from 'node:worker_threads';
import type { RequestId } from '@modelcontextprotocol/client';
import { validateOutput } from '../../../shared/schema-form/validate.ts';
import { LargeText } from './large-text.ts';
import { type LargeReading, readLargeMessage } from './read-large-message.ts';
import { type ResultBytes, WholeResult } from './whole-result.ts';

/** What the worker is asked. Chunks of a message come before its `read`. */
export type WorkerRequest =
  | { kind: 'chunk'; id: number; chunk: Uint8Array }
  | { kind: 'read'; id: number; calls: readonly RequestId[] }
  | { kind: 'drop'; id: number }
  | { kind: 'validate'; id: number; bytes: ResultBytes; schema: unknown };

/** Its answer to `read` (a LargeReading) or `validate` (a sentence or null); `problem`: why there is none. */
export type WorkerAnswer = { id: number; value: unknown } | { id: number; problem: string };

/** Messages that are still arriving. */
const texts = new Map<number, LargeText>();

function textOf(id: number): LargeText {
  const known = texts.get(id);
  if (known) return known;
  const text = new LargeText();
  texts.set(id, text);
  return text;
}

function read(id: number, calls: readonly RequestId[]): LargeReading {
  const text = textOf(id);
  texts.delete(id);
  return readLargeMessage(text, new Set(calls));
}

function work(request: Exclude<WorkerRequest, { kind: 'chunk' | 'drop' }>): unknown {
  if (request.kind === 'read') return read(request.id, request.calls);
  const result = JSON.parse(new WholeResult(request.bytes).slice(0)) as Record<string, unknown>;
  return validateOutput(request.schema, result.structuredContent);
}

function answer(request: Exclude<WorkerRequest, { kind: 'chunk' | 'drop' }>): WorkerAnswer {
  try {
    return { id: request.id, value: work(request) };
  } catch (error) {
    return { id: request.id, problem: String(error) };
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.kind === 'drop') texts.delete(request.id);
  else if (request.kind === 'chunk') textOf(request.id).push(request.chunk);
  else parentPort?.postMessage(answer(request));
});
