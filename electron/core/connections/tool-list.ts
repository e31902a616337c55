import { type Tool, tool as toolSchema } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { headerFault } from './parameter-headers.ts';

/** Most pages and tools that are taken from a server; a hostile one could go on for ever. */
const MAX_PAGES = 200;
const MAX_TOOLS = 10_000;
/** Most characters of a name; it travels in every list. The protocol advises 128 (MCP 2025-11-25, Tool Names). */
const MAX_NAME = 1_000;
/** Most sentences about rejected tools. */
const MAX_REJECTED = 50;

export interface ToolList {
  tools: Tool[];
  /** One sentence for each tool that cannot be used. */
  rejected: string[];
  /** How long the list is good, in ms, as the server says (MCP 2026-07-28, Caching); null: it does not say. */
  ttlMs: number | null;
}

export type FetchPage = (cursor: string | undefined) => Promise<Record<string, unknown>>;

/**
 * Walks all pages of `tools/list`. Tools are parsed one by one, so that a malformed one costs only itself; a page that
 * was seen before ends the walk. `mirrors`: arguments are mirrored into headers, and tools that want that in a wrong way left out.
 * Throws protocol_error when an answer is no list at all.
 */
export async function listAllTools(fetchPage: FetchPage, mirrors: boolean): Promise<ToolList> {
  const found = new Map<string, Tool>();
  const rejected: string[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  let ttlMs: number | null = null;
  for (let page = 0; ; page += 1) {
    const result = await fetchPage(cursor);
    if (!Array.isArray(result.tools)) throw new AppError('protocol_error', { detail: 'its list of tools is not a list' });
    if (typeof result.ttlMs === 'number' && result.ttlMs >= 0) ttlMs = Math.min(result.ttlMs, ttlMs ?? result.ttlMs);
    const room = MAX_TOOLS - found.size;
    for (const candidate of result.tools.slice(0, room)) addTool(candidate, mirrors, found, rejected);
    if (result.tools.length > room) {
      rejected.push(`The list of tools is too long; only the first ${found.size.toLocaleString('en')} are shown.`);
      break;
    }
    if (typeof result.nextCursor !== 'string') break;
    if (seen.has(result.nextCursor)) {
      rejected.push('The list of tools goes in circles; it was read once.');
      break;
    }
    if (page + 1 >= MAX_PAGES || found.size >= MAX_TOOLS) {
      rejected.push(`The list of tools has no end; only the first ${found.size.toLocaleString('en')} are shown.`);
      break;
    }
    cursor = result.nextCursor;
    seen.add(cursor);
  }
  return { tools: [...found.values()], rejected: bounded(rejected), ttlMs };
}

function addTool(candidate: unknown, mirrors: boolean, found: Map<string, Tool>, rejected: string[]): void {
  const parsed = toolSchema.safeParse(candidate);
  const fault = mirrors && parsed.success ? headerFault(parsed.data.inputSchema) : null;
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    rejected.push(`${toolLabel(candidate)} was left out: ${place === '' ? 'it' : `“${place}”`} is not as it should be.`);
  } else if (parsed.data.name.length > MAX_NAME) {
    rejected.push(`${toolLabel(candidate)} was left out: its name is longer than ${MAX_NAME.toLocaleString('en')} characters.`);
  } else if (fault !== null) {
    rejected.push(`${toolLabel(candidate)} was left out: ${fault}.`);
  } else if (found.has(parsed.data.name)) {
    rejected.push(`The tool “${parsed.data.name.slice(0, 100)}” is listed twice; the first one is used.`);
  } else found.set(parsed.data.name, parsed.data);
}

function toolLabel(candidate: unknown): string {
  const name = typeof candidate === 'object' && candidate !== null && 'name' in candidate ? candidate.name : undefined;
  return typeof name === 'string' && name !== '' ? `The tool “${name.slice(0, 100)}”` : 'A tool without a name';
}

function bounded(rejected: string[]): string[] {
  if (rejected.length <= MAX_REJECTED) return rejected;
  return [...rejected.slice(0, MAX_REJECTED), `… and ${rejected.length - MAX_REJECTED} more.`];
}
