import type { Tool, ToolSummary } from '../../../shared/contract/model.ts';

const TITLE_CHARS = 200;

/** What lists and search show of a tool: its title and one line of its description, at most 200 characters each. */
export function summarize(tool: Tool): ToolSummary {
  const line = (tool.description ?? '').slice(0, 1_000).replace(/\s+/g, ' ').trim();
  const title = tool.title ?? tool.annotations?.title ?? '';
  return {
    name: tool.name,
    title: title.length > TITLE_CHARS ? `${title.slice(0, TITLE_CHARS - 1)}…` : title,
    description: line.length > 200 ? `${line.slice(0, 199)}…` : line,
    readOnly: tool.annotations?.readOnlyHint === true,
    destructive: tool.annotations?.destructiveHint === true && tool.annotations.readOnlyHint !== true,
  };
}
