/** What a number, a boolean or a container costs at least; also what ends the walk of a circular value. */
const NODE_BYTES = 8;

/**
 * Whether a structured-cloned value is larger than `limit` bytes: two bytes a character, the length of binary data,
 * eight for anything else. Stops as soon as it knows, so its cost is bounded by the limit and not by the value.
 */
export function exceedsBytes(value: unknown, limit: number): boolean {
  let bytes = 0;
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const item = pending.pop();
    bytes += NODE_BYTES;
    if (typeof item === 'string') bytes += item.length * 2;
    else if (typeof item === 'bigint') bytes += item.toString(16).length;
    else if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer || item instanceof SharedArrayBuffer) bytes += item.byteLength;
    else if (item instanceof Map || item instanceof Set) {
      if (bytes + item.size * NODE_BYTES > limit) return true;
      for (const part of item) pending.push(part);
    } else if (Array.isArray(item)) {
      if (bytes + item.length * NODE_BYTES > limit) return true;
      for (const part of item) pending.push(part);
    } else if (typeof item === 'object' && item !== null) {
      for (const key in item) {
        bytes += key.length * 2;
        if (bytes > limit) return true;
        pending.push((item as Record<string, unknown>)[key]);
      }
    }
    if (bytes > limit) return true;
  }
  return false;
}
