import { parentPort } from 'node:worker_threads';
import type { RequestId } from '@modelcontextprotocol/client';
import { validateOutput } from '../../../shared/schema-form/validate.ts';
import { type ResultBytes, WholeResult } from '../tools/whole-result.ts';
import { join, readLargeMessage } from './read-large-message.ts';

/** What the worker is asked. Chunks of a message come before its `read`. */
export type WorkerRequest =
  | { kind: 'chunk'; id: number; chunk: Uint8Array }
  | { kind: 'read'; id: number; calls: readonly RequestId[] }
  | { kind: 'drop'; id: number }
  | { kind: 'validate'; id: number; bytes: ResultBytes; schema: unknown };

/** Its answer to `read` (a LargeReading) or `validate` (a sentence or null); `problem`: why there is none. */
export type WorkerAnswer = { id: number; value: unknown } | { id: number; problem: string };

const chunks = new Map<number, Uint8Array[]>();

function take(id: number): Uint8Array[] {
  const taken = chunks.get(id) ?? [];
  chunks.delete(id);
  return taken;
}

function work(request: Exclude<WorkerRequest, { kind: 'chunk' | 'drop' }>): unknown {
  if (request.kind === 'read') return readLargeMessage(join(take(request.id)), new Set(request.calls));
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
  if (request.kind === 'drop') chunks.delete(request.id);
  else if (request.kind !== 'chunk') parentPort?.postMessage(answer(request));
  else {
    const known = chunks.get(request.id);
    if (known) known.push(request.chunk);
    else chunks.set(request.id, [request.chunk]);
  }
});
