import type { Tool } from '../../../shared/contract/model.ts';
import { redact, redactAll } from '../secrets/redact.ts';
import type { ToolList } from './tool-list.ts';

const LEFT_OUT = 'A tool was left out: its name holds a secret of this server.';

/** Tools without the secrets that the server was given and tells again: they are shown, exported and kept on disk. */
export function safeTools(list: ToolList, secrets: readonly string[]): ToolList {
  const tools: Tool[] = [];
  let leftOut = false;
  for (const tool of list.tools) {
    // By another name it could not be called.
    if (redact(tool.name, secrets) === tool.name) tools.push(redactAll(tool, secrets));
    else leftOut = true;
  }
  const rejected = list.rejected.map((sentence) => redact(sentence, secrets));
  return { ...list, tools, rejected: leftOut ? [...rejected, LEFT_OUT] : rejected };
}
