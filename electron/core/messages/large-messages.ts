import { Worker } from 'node:worker_threads';
import type { RequestId } from '@modelcontextprotocol/client';
import { AppError } from '../../../shared/errors.ts';
import type { WorkerAnswer, WorkerRequest } from './large-message-worker.ts';
import { code } from './large-message-worker.ts?bundled';
import type { LargeReading } from './read-large-message.ts';
import type { Received } from './received.ts';
import { asPreviewOf, WholeResult } from './whole-result.ts';

/** Messages over so many bytes are read in a worker thread: parsing them here would hold up everything else. */
export const LARGE_BYTES = 1024 * 1024;
/** Longest that the worker may take for one task, in ms; also when others are before it. */
const TASK_MS = 120_000;
/** The worker ends after so long without work, in ms, and all of its memory with it. */
const IDLE_MS = 5_000;
/** Heap that reading one message may take, in MB: 512 MB of small objects need about this much. */
const HEAP_MB = 4_096;
/** Of it for what is new, in MB: with the usual 16 most of a large message is moved twice while it is parsed. */
const YOUNG_HEAP_MB = 64;

/** A message that is still arriving. */
export interface LargeMessageInput {
  /** Takes the chunk over: it may be empty afterwards. */
  push(chunk: Uint8Array): void;
  /**
   * That was all. `calls`: ids of the `tools/call` requests without an answer: their results come as previews that know
   * all of it (whole-result.ts); any other message is whole. Rejects with internal when it cannot be read.
   */
  end(calls: Iterable<RequestId>): Promise<Received>;
  /** Forgets it. */
  drop(): void;
}

interface Task {
  resolve: (value: unknown) => void;
  reject: (error: AppError) => void;
  timer: NodeJS.Timeout;
}

/** The worker with what it was asked. It keeps nothing between two tasks, so a new one can take its place at any time. */
class MessageWorker {
  readonly #tasks = new Map<number, Task>();
  /** Messages that are still arriving. */
  readonly #inputs = new Set<number>();
  readonly #worker: Worker;
  readonly #onEnd: () => void;
  #ended = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#worker = new Worker(code, {
      eval: true,
      name: 'messages',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: WorkerAnswer) => this.#answered(answer));
    this.#worker.on('error', (error) => this.#end(String(error)));
    this.#worker.on('exit', () => this.#end('The worker ended'));
  }

  open(id: number): void {
    clearTimeout(this.#idle);
    this.#inputs.add(id);
  }

  push(id: number, chunk: Uint8Array): void {
    if (this.#ended) return;
    const own = ownBuffer(chunk);
    this.#post({ kind: 'chunk', id, chunk: own }, [own.buffer]);
  }

  drop(id: number): void {
    if (this.#ended) return;
    this.#inputs.delete(id);
    this.#post({ kind: 'drop', id });
    this.#rest();
  }

  ask(request: Extract<WorkerRequest, { kind: 'read' | 'validate' }>): Promise<unknown> {
    if (this.#ended) return Promise.reject(unreadable('The worker ended'));
    this.#inputs.delete(request.id);
    clearTimeout(this.#idle);
    this.#worker.ref();
    this.#post(request);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(`No answer within ${TASK_MS / 1_000} s`), TASK_MS);
      this.#tasks.set(request.id, { resolve, reject, timer });
    });
  }

  #post(request: WorkerRequest, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #answered(answer: WorkerAnswer): void {
    const task = this.#tasks.get(answer.id);
    if (!task) return;
    this.#tasks.delete(answer.id);
    clearTimeout(task.timer);
    if ('problem' in answer) task.reject(unreadable(answer.problem));
    else task.resolve(answer.value);
    this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#tasks.size > 0) return;
    this.#worker.unref();
    if (this.#inputs.size === 0) this.#idle = setTimeout(() => this.#end('The worker had nothing to do'), IDLE_MS).unref();
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#idle);
    this.#onEnd();
    void this.#worker.terminate();
    for (const task of this.#tasks.values()) {
      clearTimeout(task.timer);
      task.reject(unreadable(reason));
    }
    this.#tasks.clear();
  }
}

let worker: MessageWorker | null = null;
let lastId = 0;

/** The one worker thread, started when it is first needed. */
function messageWorker(): MessageWorker {
  if (worker) return worker;
  const started: MessageWorker = new MessageWorker(() => {
    if (worker === started) worker = null;
  });
  worker = started;
  return started;
}

/** Takes a message chunk by chunk while it arrives. */
export function openLargeMessage(): LargeMessageInput {
  lastId += 1;
  const id = lastId;
  const reader = messageWorker();
  reader.open(id);
  return {
    push: (chunk) => reader.push(id, chunk),
    drop: () => reader.drop(id),
    end: async (calls) => received((await reader.ask({ kind: 'read', id, calls: [...calls] })) as LargeReading),
  };
}

/** The same for a message that is here already; takes its chunks over. */
export function parseLargeMessage(chunks: Iterable<Uint8Array>, calls: Iterable<RequestId>): Promise<Received> {
  const input = openLargeMessage();
  for (const chunk of chunks) input.push(chunk);
  return input.end(calls);
}

/** What validateOutput (shared/schema-form) says of a large result's structured content. Rejects with internal. */
export async function validateLargeOutput(schema: unknown, { bytes }: WholeResult): Promise<string | null> {
  lastId += 1;
  return (await messageWorker().ask({ kind: 'validate', id: lastId, bytes, schema })) as string | null;
}

function received({ messages, noise }: LargeReading): Received {
  const known = messages.map(({ message, sizeBytes, whole }) => {
    if (whole && 'result' in message) asPreviewOf(new WholeResult(whole), message.result);
    return { message, sizeBytes, cut: whole !== null };
  });
  return { messages: known, noise };
}

/** The chunk in memory of its own, which can be handed to the worker without copying it once more. */
function ownBuffer(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = chunk;
  return buffer instanceof ArrayBuffer && buffer.byteLength === chunk.length ? new Uint8Array(buffer) : new Uint8Array(chunk);
}

function unreadable(reason: string): AppError {
  return new AppError('internal', {}, { technical: `A large message could not be read: ${reason}` });
}
