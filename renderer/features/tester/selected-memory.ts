const KEY = 'patchbay.selected-tools';

export interface ToolPlace {
  readonly serverId: string;
  readonly tool: string;
}

function isPlace(value: unknown): value is ToolPlace {
  if (typeof value !== 'object' || value === null) return false;
  const { serverId, tool } = value as Partial<Record<keyof ToolPlace, unknown>>;
  return typeof serverId === 'string' && typeof tool === 'string';
}

/** The selected tools by tester, as they were kept in a text; what is not of that shape is left out. */
export function parseSelected(text: string | null): Record<string, ToolPlace> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, ToolPlace] => isPlace(entry[1])));
  } catch {
    return {};
  }
}

/** The window's own memory; there is none outside a window, or where it is switched off. */
function memory(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

/** The tools that were selected before this window was loaded anew. */
export function readSelected(): Record<string, ToolPlace> {
  return parseSelected(memory()?.getItem(KEY) ?? null);
}

/** Keeps the selected tools for a reload of this window. */
export function keepSelected(selected: Readonly<Record<string, ToolPlace>>): void {
  try {
    memory()?.setItem(KEY, JSON.stringify(selected));
  } catch {
    // A full memory costs no more than the selection after a reload.
  }
}
