const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * Where the value of the top-level member `result` stands in the bytes of a JSON object, as JSON.parse sees it: the
 * last one counts. The bytes must be valid JSON. Linear and ten times faster than writing the value out again.
 */
export function resultRange(json: Uint8Array): { from: number; to: number } | null {
  let found: { from: number; to: number } | null = null;
  let at = skipSpace(json, 0) + 1;
  for (;;) {
    const keyFrom = skipSpace(json, at);
    if (json[keyFrom] !== QUOTE) return found;
    const keyTo = stringEnd(json, keyFrom);
    const from = skipSpace(json, skipSpace(json, keyTo) + 1);
    const end = valueEnd(json, from);
    if (JSON.parse(Buffer.from(json.subarray(keyFrom, keyTo)).toString('utf8')) === 'result') found = { from, to: trimEnd(json, end) };
    if (json[end] !== COMMA) return found;
    at = end + 1;
  }
}

function skipSpace(json: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(json[at])) at += 1;
  return at;
}

function trimEnd(json: Uint8Array, end: number): number {
  let at = end;
  while (isSpace(json[at - 1])) at -= 1;
  return at;
}

/** RFC 8259, section 2. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The place behind the quote that ends the string. */
function stringEnd(json: Uint8Array, from: number): number {
  let at = from + 1;
  for (; at < json.length && json[at] !== QUOTE; at += 1) if (json[at] === BACKSLASH) at += 1;
  return at + 1;
}

/** The place of the comma or bracket behind a value. */
function valueEnd(json: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) {
      // A loop of its own instead of a call: this is where most bytes of a large message are.
      for (at += 1; at < json.length && json[at] !== QUOTE; at += 1) if (json[at] === BACKSLASH) at += 1;
    } else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (byte === COMMA && depth === 0) return at;
  }
  return json.length;
}
