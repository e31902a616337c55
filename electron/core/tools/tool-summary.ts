import type { Tool, ToolSummary } from '../../../shared/contract/model.ts';

/** What lists and search show of a tool: one line of its description, at most 200 characters. */
export function summarize(tool: Tool): ToolSummary {
  const line = (tool.description ?? '').slice(0, 1_000).replace(/\s+/g, ' ').trim();
  return {
    name: tool.name,
    title: tool.title ?? tool.annotations?.title ?? '',
    description: line.length > 200 ? `${line.slice(0, 199)}…` : line,
    readOnly: tool.annotations?.readOnlyHint === true,
    destructive: tool.annotations?.destructiveHint === true && tool.annotations.readOnlyHint !== true,
  };
}
