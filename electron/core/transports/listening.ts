import type { RequestId } from '@modelcontextprotocol/client';
import { ListenBackoff } from './listen-backoff.ts';

/** When the SDK may open an event stream by GET, and from which event on: the one of the server's own news, or one that was cut off. */
export class Listening {
  readonly #backoff = new ListenBackoff();
  /** The last event of the stream of each request, and of the server's own. */
  readonly #lastEvent = new Map<RequestId | undefined, string>();
  #deaf = false;
  #stood = false;

  /** The server's own news are not listened to any more. */
  goDeaf(): void {
    this.#deaf = true;
  }

  /** What the request waited for has come. */
  forget(id: RequestId): void {
    this.#lastEvent.delete(id);
  }

  /**
   * What to send, or null where nothing should be. `id` of the request whose stream it was, and whether it `waits` for its
   * answer: what was too large would be again.
   */
  async next(id: RequestId | undefined, waits: boolean, init: RequestInit): Promise<RequestInit | null> {
    const wanted = id === undefined ? !this.#deaf && (await this.#backoff.next(init.signal)) : waits;
    return wanted ? this.#resuming(id, init) : null;
  }

  /**
   * What the answer shows of the server's own news: they are listened to `again`, after a time in which nobody heard them; or the
   * session was `forgotten`, for a stream that stood is not found any more.
   */
  heard(id: RequestId | undefined, { ok, status }: Response): 'again' | 'forgotten' | null {
    const stood = this.#stood;
    if (ok) this.#stood = true;
    if (id !== undefined || !stood) return null;
    return ok ? 'again' : status === 404 ? 'forgotten' : null;
  }

  /** The SDK forgets where a stream was when it is resumed and ends again before another event. */
  #resuming(id: RequestId | undefined, init: RequestInit): RequestInit {
    const headers = new Headers(init.headers);
    const last = headers.get('last-event-id') ?? this.#lastEvent.get(id);
    if (last === undefined) return init;
    this.#lastEvent.set(id, last);
    headers.set('last-event-id', last);
    return { ...init, headers };
  }
}
