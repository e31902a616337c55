import type { ClientFrame, NumberedEvent, Reply, ServerFrame } from '../../shared/contract/events.ts';
import { AppError } from '../../shared/errors.ts';
import type { BridgeTransport } from './bridge-transport.ts';
import { Listeners } from './listeners.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
/** A request waits this long for the wire to come back. */
const QUEUE_MS = 10_000;

interface Waiting {
  readonly frame: string;
  sent: boolean;
  readonly settle: (reply: Reply) => void;
  readonly deadline: ReturnType<typeof setTimeout>;
}

const lost = (): Reply => ({ ok: false, error: new AppError('connection_lost').toData() });

/** The wire of the browser shell: one WebSocket that comes back by itself, with a growing pause of at most 5 s. */
export class SocketTransport implements BridgeTransport {
  readonly shell = 'browser';
  readonly #open: () => WebSocket;
  readonly #events = new Listeners<NumberedEvent[]>();
  readonly #connection = new Listeners<boolean>();
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket;
  #nextId = 1;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(open: () => WebSocket) {
    this.#open = open;
    this.#socket = this.#connect();
  }

  request(method: string, input: unknown): Promise<Reply> {
    return new Promise((resolve) => {
      const id = this.#nextId++;
      const frame: ClientFrame = { id, method, input };
      const waiting: Waiting = {
        frame: JSON.stringify(frame),
        sent: false,
        settle: resolve,
        deadline: setTimeout(() => {
          if (!waiting.sent) this.#settle(id, lost());
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

  /** Ends the wire for good; what waits for an answer fails. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const id of this.#waiting.keys()) this.#settle(id, lost());
    this.#socket.close();
  }

  #isUp(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #connect(): WebSocket {
    const socket = this.#open();
    socket.addEventListener('open', () => {
      this.#failures = 0;
      this.#connection.tell(true);
      for (const waiting of this.#waiting.values()) if (!waiting.sent) this.#send(waiting);
    });
    socket.addEventListener('message', (message) => this.#receive(JSON.parse(String(message.data)) as ServerFrame));
    socket.addEventListener('close', () => this.#closed());
    return socket;
  }

  #closed(): void {
    this.#connection.tell(false);
    // What was sent may have run: it is never repeated silently.
    for (const [id, waiting] of this.#waiting) if (waiting.sent) this.#settle(id, lost());
    if (this.#isClosed) return;
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#socket = this.#connect();
    }, pause);
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
