import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { numberOr, READ_ONLY, type SampleTool, textOr, textResult } from './sample-tool.ts';

const echo: SampleTool = {
  definition: {
    name: 'echo',
    title: 'Say something back',
    description: 'Answers with the very text that you sent. The simplest call there is, and a good first one.',
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: { message: { type: 'string', title: 'Message', description: 'What to say back', examples: ['Hello, Patchbay!'] } },
      required: ['message'],
    },
  },
  run: (args) => textResult(textOr(args, 'message', '')),
};

const add: SampleTool = {
  definition: {
    name: 'add',
    title: 'Add two numbers',
    description:
      'Adds `a` and `b`. The answer comes twice: as a sentence, and as *structured content* that fits the declared output schema.',
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: {
        a: { type: 'number', description: 'The first number' },
        b: { type: 'number', description: 'The second number' },
      },
      required: ['a', 'b'],
    },
    outputSchema: {
      type: 'object',
      properties: { sum: { type: 'number', description: 'a + b' } },
      required: ['sum'],
    },
  },
  run: (args) => {
    const [a, b] = [numberOr(args, 'a', 0), numberOr(args, 'b', 0)];
    return { content: [{ type: 'text', text: `${a} + ${b} = ${a + b}` }], structuredContent: { sum: a + b } };
  },
};

const fail: SampleTool = {
  definition: {
    name: 'fail',
    title: 'Fail politely',
    description:
      'Always answers with an error **of its own** (`isError`), as a tool does when a file is missing or a limit is reached. The call itself worked: the answer says what went wrong.',
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: { reason: { type: 'string', description: 'What the error should say', default: 'The printer is out of paper.' } },
    },
  },
  run: (args) => ({ ...textResult(textOr(args, 'reason', 'The printer is out of paper.')), isError: true }),
};

const crash: SampleTool = {
  definition: {
    name: 'crash',
    title: 'Break the call',
    description:
      'Always ends in a **protocol error**: the server refuses the call instead of answering it. Compare it with *Fail politely*, where the tool itself reports an error.',
    annotations: READ_ONLY,
    inputSchema: { type: 'object', properties: {} },
  },
  run: () => {
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'The sample server broke down, as you asked it to');
  },
};

const deleteEverything: SampleTool = {
  definition: {
    name: 'delete_everything',
    title: 'Delete everything',
    description:
      'Deletes **nothing at all**. It is only *marked* as destructive, so that you can see how Patchbay shows a tool that could do harm.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    inputSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: 'Yes, delete everything', description: 'Nothing happens either way' } },
      required: ['confirm'],
    },
  },
  run: (args) =>
    textResult(
      args.confirm === true ? 'Done: nothing was deleted. This tool only looks dangerous.' : 'Nothing was deleted, as you wished.',
    ),
};

export const BASIC_TOOLS: readonly SampleTool[] = [echo, add, fail, crash, deleteEverything];
