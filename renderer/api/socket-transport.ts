import type { ClientFrame, NumberedEvent, Reply, ServerFrame } from '../../shared/contract/events.ts';
import { AppError } from '../../shared/errors.ts';
import type { BridgeTransport } from './bridge-transport.ts';
import { Listeners } from './listeners.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
/** A request asked before the first opening waits this long for it. */
const QUEUE_MS = 10_000;

/** Sockets refused in a row, by a server that answers, after which the token must be another one's. */
const REFUSALS = 2;

interface Waiting {
  readonly frame: string;
  sent: boolean;
  readonly settle: (reply: Reply) => void;
  readonly deadline: ReturnType<typeof setTimeout>;
}

const lost = (): Reply => ({ ok: false, error: new AppError('connection_lost').toData() });
const unsent = (): Reply => ({ ok: false, error: new AppError('unreachable').toData() });

/** The wire of the browser shell: one WebSocket that comes back by itself, with a growing pause of at most 5 s, unless it is refused. */
export class SocketTransport implements BridgeTransport {
  readonly shell = 'browser';
  readonly #open: () => WebSocket;
  readonly #answers: () => Promise<boolean>;
  readonly #refusal = new Listeners<void>();
  readonly #events = new Listeners<NumberedEvent[]>();
  readonly #connection = new Listeners<boolean>();
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket;
  #nextId = 1;
  #failures = 0;
  #refusals = 0;
  /** Between a close and the next opening: nothing can be sent. */
  #isDown = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** `answers` tells whether a server is there at all, apart from the socket. */
  constructor(open: () => WebSocket, answers: () => Promise<boolean>) {
    this.#open = open;
    this.#answers = answers;
    this.#socket = this.#connect();
  }

  request(method: string, input: unknown): Promise<Reply> {
    if (this.#isDown || this.#isClosed) return Promise.resolve(unsent());
    return new Promise((resolve) => {
      const id = this.#nextId++;
      const frame: ClientFrame = { id, method, input };
      const waiting: Waiting = {
        frame: JSON.stringify(frame),
        sent: false,
        settle: resolve,
        deadline: setTimeout(() => {
          if (!waiting.sent) this.#settle(id, unsent());
        }, QUEUE_MS),
      };
      this.#waiting.set(id, waiting);
      if (this.#isUp()) this.#send(waiting);
    });
  }

  onEvents(listener: (events: NumberedEvent[]) => void): () => void {
    return this.#events.add(listener);
  }

  onConnection(listener: (up: boolean) => void): () => void {
    if (this.#isUp()) listener(true);
    return this.#connection.add(listener);
  }

  onRefused(listener: () => void): () => void {
    return this.#refusal.add(listener);
  }

  /** Ends the wire for good; what waits for an answer fails. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#failWaiting();
    this.#socket.close();
  }

  #isUp(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #connect(): WebSocket {
    const socket = this.#open();
    let wasOpen = false;
    socket.addEventListener('open', () => {
      wasOpen = true;
      this.#isDown = false;
      this.#failures = 0;
      this.#refusals = 0;
      this.#connection.tell(true);
      for (const waiting of this.#waiting.values()) if (!waiting.sent) this.#send(waiting);
    });
    socket.addEventListener('message', (message) => this.#receive(JSON.parse(String(message.data)) as ServerFrame));
    socket.addEventListener('close', () => void this.#closed(wasOpen));
    return socket;
  }

  async #closed(wasOpen: boolean): Promise<void> {
    this.#isDown = true;
    this.#connection.tell(false);
    this.#failWaiting();
    if (!wasOpen && !this.#isClosed) this.#refusals = (await this.#answers()) ? this.#refusals + 1 : 0;
    if (this.#isClosed) return;
    if (this.#refusals >= REFUSALS) {
      this.#refusal.tell();
      return;
    }
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#socket = this.#connect();
    }, pause);
  }

  /** What was sent may have run: it is never repeated silently. What was not sent certainly did not. */
  #failWaiting(): void {
    for (const [id, waiting] of this.#waiting) this.#settle(id, waiting.sent ? lost() : unsent());
  }

  #send(waiting: Waiting): void {
    waiting.sent = true;
    this.#socket.send(waiting.frame);
  }

  #receive(frame: ServerFrame): void {
    if ('events' in frame) this.#events.tell(frame.events);
    else this.#settle(frame.id, frame.reply);
  }

  #settle(id: number, reply: Reply): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    clearTimeout(waiting.deadline);
    this.#waiting.delete(id);
    waiting.settle(reply);
  }
}
