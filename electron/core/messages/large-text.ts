import { isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';

/** A text that arrives in pieces, made of its bytes while the next ones are on their way. */
export class LargeText {
  readonly #decoder = new StringDecoder('utf8');
  readonly #parts: string[] = [];
  #sizeBytes = 0;
  #ascii = true;

  /** Bytes that came. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Whether every character is one byte. */
  get ascii(): boolean {
    return this.#ascii;
  }

  push(chunk: Uint8Array): void {
    this.#sizeBytes += chunk.length;
    if (isAscii(chunk)) this.#parts.push(this.#decoder.end(), Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1'));
    else {
      this.#ascii = false;
      this.#parts.push(this.#decoder.write(chunk));
    }
  }

  /** All of it; nothing can come after this. Throws RangeError beyond what a string can hold. */
  text(): string {
    this.#parts.push(this.#decoder.end());
    return this.#parts.splice(0).join('');
  }
}
