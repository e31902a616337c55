import { overWebSocket } from '../bad-remote.ts';
import { answers, becomesFailed, breaks, type Case, cancelled, connects, fails, stillWorks, timesOut } from '../case.ts';

const call = (name: string, behaviour: string, ...steps: Case['steps']): Case => ({
  name: `${name} over WebSocket`,
  server: overWebSocket(behaviour),
  steps: [connects(), ...steps],
});
const malformed = (says = 'broke the protocol') => breaks('protocol_error', says);
const lost = [breaks('connection_lost', 'may or may not have run'), becomesFailed('connection_lost', 'lost')];
const tooLarge = [breaks('too_large', 'the limit of 16 MB'), becomesFailed('too_large', 'the limit of 16 MB')];
/** The loss heals by itself. */
const comesBack = (name: string, behaviour: string): Case => ({
  name: `${name}, and is connected to again`,
  server: overWebSocket(behaviour),
  limits: { reconnects: 3 },
  steps: [connects(), breaks('connection_lost', 'lost'), { do: 'becomes', state: 'connected' }, stillWorks],
});

/** Remote servers over WebSocket that break its frames, end in the middle, or send what is no message. */
export const webSocketMessages: readonly Case[] = [
  call('does all well', 'ws-ordinary', answers('acted'), stillWorks),
  { name: 'is silent over WebSocket', server: overWebSocket('ws-silent'), steps: [fails('connect_timeout', 'within 1.5 s')] },
  {
    name: 'refuses initialize over WebSocket',
    server: overWebSocket('ws-initialize-refused'),
    steps: [fails('protocol_error', 'The license has expired')],
  },
  {
    name: 'answers initialize over WebSocket with a page',
    server: overWebSocket('ws-initialize-junk'),
    steps: [fails('connect_timeout', 'within 1.5 s'), { do: 'logged', text: 'Not a message: <!doctype html>' }],
  },
  {
    name: 'speaks an unknown version over WebSocket',
    server: overWebSocket('ws-initialize-version'),
    steps: [fails('version_unsupported', 'protocol version')],
  },
  { name: 'closes a WebSocket on initialize', server: overWebSocket('ws-initialize-closes'), steps: [fails('connection_lost', 'lost')] },
  { name: 'lists a text over WebSocket', server: overWebSocket('ws-list-no-list'), steps: [fails('protocol_error', 'not a list')] },
  {
    name: 'closes a WebSocket when its tools are listed',
    server: overWebSocket('ws-list-closes'),
    steps: [fails('connection_lost', 'lost')],
  },

  call('never answers a call', 'ws-never-answers', timesOut, stillWorks),
  {
    name: 'stops reading a WebSocket and answers no ping',
    server: overWebSocket('ws-stops-reading'),
    pacing: { probeMs: 100, probeLimitMs: 200 },
    steps: [connects(), timesOut, becomesFailed('no_answer', 'Two questions in a row')],
  },
  call('answers a call with invalid JSON', 'ws-invalid-json', timesOut, stillWorks, { do: 'logged', text: 'Not a message: {"jsonrpc"' }),
  call('sends junk before the answer', 'ws-junk', answers('acted'), { do: 'logged', text: 'Not a message: {broken' }, stillWorks),
  call('answers in a batch', 'ws-batch', answers('acted'), stillWorks),
  call('sends two messages in one', 'ws-lines', answers('acted'), stillWorks),
  call('begins its answer with a byte order mark', 'ws-mark', answers('acted'), stillWorks),
  call('answers under another id', 'ws-wrong-id', timesOut, stillWorks),
  call('answers under its id as text', 'ws-id-as-text', answers('to the text'), stillWorks),
  call('answers twice', 'ws-twice', answers('acted'), stillWorks),
  call('has a number for its result', 'ws-result-number', malformed(), stillWorks),
  call('has a text for its error', 'ws-error-text', malformed('No more credit'), stillWorks),
  call('answers with neither result nor error', 'ws-neither', malformed(), stillWorks),
  call('answers 100,000 levels deep', 'ws-deep', { do: 'call', tool: 'act', args: {} }, stillWorks),
  call('floods with progress', 'ws-progress-flood', answers('acted'), stillWorks),
  call('floods with changes', 'ws-change-flood', answers('acted'), { do: 'noted', what: 'tools/list', atLeast: 2, atMost: 4 }, stillWorks),
  call('asks for what nobody offered', 'ws-asks', answers('acted'), { do: 'noted', what: 'answer', atLeast: 1 }, stillWorks),
  call('asks 2,000 times', 'ws-asks-flood', answers('acted'), stillWorks),
  call(
    'answers after it was cancelled',
    'ws-answers-after-cancel',
    cancelled('tools/call'),
    { do: 'noted', what: 'answered late', atLeast: 1 },
    stillWorks,
  ),

  call('answers in a binary frame', 'frame-binary', answers('acted'), stillWorks),
  call('sends binary junk', 'frame-binary-junk', answers('acted'), stillWorks),
  call('answers in many frames with pings between', 'frame-in-pieces', answers('acted'), stillWorks),
  call('floods with pongs', 'frame-pong-flood', answers('acted'), stillWorks),
  call('floods with empty frames', 'frame-empty-flood', answers('acted'), stillWorks),
  call('answers with 12 MB', 'frame-large', { do: 'call', tool: 'act', args: {} }, stillWorks),
  call('answers with more than the limit', 'frame-over-the-limit', ...tooLarge),
  call('sends pieces of a message without end', 'frame-pieces-without-end', ...tooLarge),
  call('promises 9 exabytes', 'frame-promises-too-much', ...lost),
  call('sends invalid UTF-8', 'frame-invalid-utf8', ...lost),
  call('masks its frames', 'frame-masked', ...lost),
  call('sets reserved bits', 'frame-reserved-bits', ...lost),
  call('uses an unknown opcode', 'frame-unknown-opcode', ...lost),
  call('continues what it never began', 'frame-continues-nothing', ...lost),
  call('sends a ping of 200 bytes', 'frame-long-ping', ...lost),
  call('closes with a code that means nothing', 'frame-close-code-junk', ...lost),
  // More pings at once than anybody can answer: `ws` ends the connection itself.
  call('floods with pings', 'frame-ping-flood', ...lost),
  call('stops in the middle of a frame', 'frame-cut', timesOut),
  call('ends in the middle of a frame', 'frame-cut-and-end', ...lost),

  call('closes with 1000 in a call', 'close-1000', ...lost),
  call('closes with 1001 in a call', 'close-1001', ...lost),
  call('closes with 1008 in a call', 'close-1008', ...lost),
  call('closes with 1011 in a call', 'close-1011', ...lost),
  call('closes with 1012 in a call', 'close-1012', ...lost),
  call('closes with 1013 in a call', 'close-1013', ...lost),
  call('closes with 4000 in a call', 'close-4000', ...lost),
  call('closes without a code in a call', 'close-without-code', ...lost),
  call('drops the line of a call', 'close-drop', ...lost),
  call('resets the line of a call', 'close-reset', ...lost),
  call('ends its half of the line in a call', 'close-half', ...lost),
  comesBack('closes a WebSocket with 1012', 'close-1012'),
  comesBack('drops the line of a WebSocket', 'close-drop'),
];
