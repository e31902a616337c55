/** Where the JSON text of a result is kept; both threads see the same memory. */
export interface ResultBytes {
  buffer: SharedArrayBuffer;
  /** UTF-16 instead of ASCII, so that a character has its place without reading what is before it. */
  wide: boolean;
  /** Size as it came, in bytes. */
  sizeBytes: number;
  /** Characters of the preview as JSON. */
  previewChars: number;
}

/** The JSON text of a large result, outside of the JavaScript heap. As with a string, places are in UTF-16 units. */
export class WholeResult {
  readonly bytes: ResultBytes;

  constructor(bytes: ResultBytes) {
    this.bytes = bytes;
  }

  get length(): number {
    return this.bytes.buffer.byteLength / this.#unit;
  }

  slice(start: number, end = this.length): string {
    const { buffer, wide } = this.bytes;
    const place = (chars: number) => Math.min(Math.max(0, chars) * this.#unit, buffer.byteLength);
    const first = place(start);
    return Buffer.from(buffer, first, Math.max(0, place(end) - first)).toString(wide ? 'utf16le' : 'latin1');
  }

  get #unit(): number {
    return this.bytes.wide ? 2 : 1;
  }
}

/** Enumerable, so that copies of the preview keep it; JSON and the bridges leave it out. */
const WHOLE = Symbol('the whole result');

/** Marks a result as the preview of `whole`. */
export function asPreviewOf(whole: WholeResult, preview: Record<string, unknown>): Record<string, unknown> {
  return Object.assign(preview, { [WHOLE]: whole });
}

/** All of a result that is only a preview; null when it is whole itself. */
export function wholeOf(result: object): WholeResult | null {
  const whole: unknown = (result as Record<symbol, unknown>)[WHOLE];
  return whole instanceof WholeResult ? whole : null;
}

/** The result as the server sent it, also where a preview stands for it. A large one takes its time to parse. */
export function wholeResult(result: Record<string, unknown>): Record<string, unknown> {
  const whole = wholeOf(result);
  return whole ? (JSON.parse(whole.slice(0)) as Record<string, unknown>) : result;
}
