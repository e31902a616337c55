import { visibleText } from '../../ui/text/visible-text.ts';

const LIMIT = 160;

/** Arguments on one line, as in `query: "createStore" per_page: 5`; '' when there are none. */
export function argumentsLine(args: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  let length = 0;
  for (const [name, value] of Object.entries(args)) {
    const part = `${name.slice(0, 60)}: ${short(value)}`;
    parts.push(part);
    length += part.length + 1;
    if (length > LIMIT) break;
  }
  return visibleText(parts.join(' '), LIMIT);
}

function short(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? '{}' : '{…}';
  return String(value);
}
