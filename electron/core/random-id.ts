/** A new id such as `mcp_4k2p9x0a1b`: 10 random characters, about 51 bits. */
export function randomId(prefix: 'mcp' | 'ctg'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return `${prefix}_${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`;
}
