import { MessageBody } from './message-body.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DATA = Buffer.from('data:');
const NEWLINE = Buffer.from('\n');
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Bytes of a line that is no data; what is longer is forgotten. */
const LINE_BYTES = 64 * 1024;

/** One event of an event stream. */
export interface StreamEvent {
  /** Empty where it names none. */
  type: string;
  /** null where it has none. */
  id: string | null;
  /** ms that its field `retry` asks for; null where it has none. */
  retryMs: number | null;
  /** null where it has no data. */
  body: MessageBody | null;
}

/** Reads an event stream (WHATWG HTML, Server-sent events) as bytes, so that long data is never a string here. Linear in size. */
export class EventParser {
  readonly #limit: number;
  #event = blank();
  /** The line so far, unless it is data; bounded. */
  #line: Buffer = Buffer.alloc(0);
  #inData = false;
  #begun = false;
  #skipLineFeed = false;

  /** `limit`: most bytes of one event’s data. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The events that end in the chunk, which it takes over. Throws too_large. */
  *push(chunk: Uint8Array): Generator<StreamEvent> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let nextFeed = -2;
    let nextReturn = -2;
    for (let from = 0; from < bytes.length; ) {
      if (this.#skipLineFeed) {
        this.#skipLineFeed = false;
        if (bytes[from] === LF) {
          from += 1;
          continue;
        }
      }
      // Each is looked for again only when it was passed: a chunk may have many lines and none of one kind.
      if (nextFeed !== -1 && nextFeed < from) nextFeed = bytes.indexOf(LF, from);
      if (nextReturn !== -1 && nextReturn < from) nextReturn = bytes.indexOf(CR, from);
      const end = nextFeed === -1 || (nextReturn !== -1 && nextReturn < nextFeed) ? nextReturn : nextFeed;
      this.#take(bytes.subarray(from, end === -1 ? bytes.length : end), end !== -1);
      if (end === -1) return;
      this.#skipLineFeed = bytes[end] === CR;
      from = end + 1;
      const event = this.#endLine();
      if (event) yield event;
    }
  }

  /** Forgets an event that has not ended. */
  drop(): void {
    this.#event.body?.drop();
    this.#event = blank();
  }

  #take(part: Buffer, ends: boolean): void {
    if (this.#inData) {
      this.#data(part);
      return;
    }
    if (this.#line.length < LINE_BYTES) this.#line = this.#line.length === 0 ? part : Buffer.concat([this.#line, part]);
    if (!this.#begun && (this.#line.length >= MARK.length || ends)) {
      this.#begun = true;
      if (this.#line.indexOf(MARK) === 0) this.#line = this.#line.subarray(MARK.length);
    }
    // With the byte behind the colon, which may be a space to leave out.
    if (!this.#begun || this.#line.length < DATA.length + (ends ? 0 : 1) || !this.#line.subarray(0, DATA.length).equals(DATA)) return;
    const value = this.#line.subarray(this.#line[DATA.length] === SPACE ? DATA.length + 1 : DATA.length);
    this.#inData = true;
    this.#line = Buffer.alloc(0);
    if (this.#event.body) this.#data(NEWLINE);
    this.#data(value);
  }

  #data(part: Buffer): void {
    this.#event.body ??= new MessageBody(this.#limit);
    if (part.length > 0) this.#event.body.push(part);
  }

  #endLine(): StreamEvent | null {
    const line = this.#line;
    this.#line = Buffer.alloc(0);
    if (this.#inData) {
      this.#inData = false;
      return null;
    }
    if (line.length > 0) {
      this.#field(line.toString('utf8'));
      return null;
    }
    const event = this.#event;
    this.#event = blank();
    return event.body !== null || event.id !== null || event.retryMs !== null ? event : null;
  }

  #field(line: string): void {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === 'event') this.#event.type = value;
    else if (name === 'id' && !value.includes('\0')) this.#event.id = value;
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) this.#event.retryMs = Number(value);
    else if (name === 'data') this.#data(this.#event.body ? NEWLINE : Buffer.alloc(0));
  }
}

function blank(): StreamEvent {
  return { type: '', id: null, retryMs: null, body: null };
}
