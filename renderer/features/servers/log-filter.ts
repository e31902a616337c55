import type { LogLine, TrafficEntry } from '../../../shared/contract/model.ts';

/** What the Log tab shows: lines of one or all sources, or the messages on the wire. */
export const LOG_SOURCES = ['all', 'stderr', 'stdout', 'patchbay', 'messages'] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

/** The lines of a source that have `wanted`, in lower case, in them. */
export function filterLines(lines: readonly LogLine[], source: LogSource, wanted: string): readonly LogLine[] {
  if (source === 'all' && wanted === '') return lines;
  return lines.filter((line) => (source === 'all' || line.stream === source) && line.text.toLocaleLowerCase().includes(wanted));
}

/** The messages that have `wanted`, in lower case, in their label or body. */
export function filterEntries(entries: readonly TrafficEntry[], wanted: string): readonly TrafficEntry[] {
  if (wanted === '') return entries;
  return entries.filter(({ label, body }) => label.toLocaleLowerCase().includes(wanted) || body.toLocaleLowerCase().includes(wanted));
}

/** Lines as text, one a line, with their time and source. */
export function linesText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${new Date(line.at).toISOString()} ${line.stream} ${line.text}`).join('\n');
}

/** Messages as text: one JSON object a line. */
export function entriesText(entries: readonly TrafficEntry[]): string {
  return entries
    .map(({ at, direction, kind, label, sizeBytes, durationMs, body, cut }) =>
      JSON.stringify({ at: new Date(at).toISOString(), direction, kind, label, sizeBytes, durationMs, cut, body: parsed(body) }),
    )
    .join('\n');
}

/** The JSON that a text is, or the text where it is none: a body that was cut. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
