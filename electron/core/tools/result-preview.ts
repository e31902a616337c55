/** A result up to this many characters of JSON travels whole. */
export const WHOLE_RESULT_CHARS = 4_000_000;

const CUT_STRING = 64_000;
const CUT_LIST = 200;
const CUT_DEPTH = 40;
const CUT_NODES = 20_000;

/**
 * A copy of a JSON value small enough to send at once: long texts and lists are cut, with a word on what is missing.
 * Work and output are bounded whatever the input looks like.
 */
export function previewOf(value: unknown): unknown {
  let nodes = 0;
  const cut = (part: unknown, depth: number): unknown => {
    nodes += 1;
    if (typeof part === 'string') {
      return part.length <= CUT_STRING ? part : `${part.slice(0, CUT_STRING)}… (${part.length - CUT_STRING} more characters)`;
    }
    if (typeof part !== 'object' || part === null) return part;
    if (depth >= CUT_DEPTH || nodes >= CUT_NODES) return Array.isArray(part) ? `… (${part.length} entries)` : '… (an object)';
    if (Array.isArray(part)) {
      const shown = part.slice(0, CUT_LIST).map((each) => cut(each, depth + 1));
      return part.length > CUT_LIST ? [...shown, `… (${part.length - CUT_LIST} more entries)`] : shown;
    }
    const entries = Object.entries(part);
    const shown = entries.slice(0, CUT_LIST).map(([key, each]) => [key, cut(each, depth + 1)] as const);
    if (entries.length > CUT_LIST) shown.push(['…', `${entries.length - CUT_LIST} more entries`]);
    return Object.fromEntries(shown);
  };
  return cut(value, 0);
}

/**
 * The same for a CallToolResult, whose content blocks keep their shape: a block whose data (an image, an audio, a blob)
 * would be useless when cut loses the data, and `_patchbayCut` tells its size in characters.
 */
export function previewResult(result: Record<string, unknown>): unknown {
  const { content, ...rest } = result;
  const shape = previewOf(rest) as Record<string, unknown>;
  if (!Array.isArray(content)) return { ...shape, content };
  const blocks = content.slice(0, CUT_LIST).map(previewBlock);
  if (content.length > CUT_LIST) blocks.push({ type: 'text', text: `… (${content.length - CUT_LIST} more parts)` });
  return { ...shape, content: blocks };
}

function previewBlock(block: unknown): unknown {
  if (typeof block !== 'object' || block === null) return previewOf(block);
  const { data, resource } = block as { data?: unknown; resource?: unknown };
  if (typeof resource === 'object' && resource !== null)
    return { ...(previewOf({ ...block, resource: null }) as object), resource: previewBlob(resource) };
  if (typeof data !== 'string' || data.length <= CUT_STRING) return previewOf(block);
  return { ...(previewOf({ ...block, data: '' }) as object), _patchbayCut: data.length };
}

function previewBlob(resource: object): unknown {
  const { blob } = resource as { blob?: unknown };
  if (typeof blob !== 'string' || blob.length <= CUT_STRING) return previewOf(resource);
  return { ...(previewOf({ ...resource, blob: '' }) as object), _patchbayCut: blob.length };
}
