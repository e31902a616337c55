import { isObject, type JsonObject, own } from './json.ts';
import { LIMITS } from './limits.ts';

/** Finds what a local `$ref` points at. */
export interface References {
  /** The schema `ref` names, or undefined when it is not in this document. Nothing is ever fetched. */
  find(ref: string): unknown;
}

/** References within one schema document: JSON pointers, `$anchor` and `$id`. */
export function createReferences(root: unknown): References {
  let anchors: Map<string, unknown> | undefined;
  return {
    find(ref) {
      const rootId = isObject(root) ? own(root, '$id') : undefined;
      const local = typeof rootId === 'string' && ref.startsWith(`${rootId}#`) ? ref.slice(rootId.length) : ref;
      if (local === '#' || local === '' || local === rootId) return root;
      if (local.startsWith('#/')) return followPointer(root, local.slice(1));
      anchors ??= indexAnchors(root);
      return anchors.get(local);
    },
  };
}

function followPointer(root: unknown, pointer: string): unknown {
  let at: unknown = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = decodePart(part);
    if (Array.isArray(at)) at = /^\d+$/.test(key) ? at[Number(key)] : undefined;
    else if (isObject(at)) at = own(at, key);
    else return undefined;
  }
  return at;
}

function decodePart(part: string): string {
  let decoded = part;
  try {
    decoded = decodeURIComponent(part);
  } catch {
    // A lone % stands for itself.
  }
  return decoded.replaceAll('~1', '/').replaceAll('~0', '~');
}

function indexAnchors(root: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const seen = new Set<unknown>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0 && seen.size < LIMITS.indexed) {
    const at = waiting.pop();
    if (typeof at !== 'object' || at === null || seen.has(at)) continue;
    seen.add(at);
    if (isObject(at)) index(at, found);
    for (const child of Object.values(at)) if (typeof child === 'object') waiting.push(child);
  }
  return found;
}

function index(schema: JsonObject, found: Map<string, unknown>): void {
  const anchor = own(schema, '$anchor');
  if (typeof anchor === 'string' && !found.has(`#${anchor}`)) found.set(`#${anchor}`, schema);
  const id = own(schema, '$id');
  if (typeof id === 'string' && !found.has(id)) found.set(id, schema);
}
