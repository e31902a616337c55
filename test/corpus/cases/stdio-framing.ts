import { raw } from '../../core/connections/fixtures/harness.ts';
import { answers, becomesFailed, breaks, type Case, connects, fails, stillWorks, timesOut } from '../case.ts';
import { bad } from './bad-stdio.ts';

/** Local servers whose bytes are not what the transport asks for. */
export const stdioFraming: readonly Case[] = [
  {
    name: 'prints noise before its first message',
    server: () => raw('noise-first'),
    steps: [connects(), { do: 'logged', text: 'Welcome' }],
  },
  { name: 'prints a web address and nothing else', server: bad('prints-a-banner'), steps: [fails('not_mcp', 'does not speak MCP')] },
  {
    name: 'echoes its input',
    server: () => ({ transport: { kind: 'stdio', command: 'cat' }, notes: () => [] }),
    steps: [fails('not_mcp', '“cat” started but does not speak MCP')],
  },
  { name: 'prints 24 MB of noise before it answers', server: bad('floods-stdout'), steps: [connects(), stillWorks] },

  {
    name: 'prints noise without a newline and without end',
    server: bad('floods-stdout-without-newline'),
    steps: [fails('too_large', 'the limit of 16 MB')],
  },
  { name: 'floods its stderr', server: bad('floods-stderr'), steps: [connects(), stillWorks, { do: 'logged', text: 'trouble' }] },
  { name: 'floods its stderr without a newline', server: bad('floods-stderr-without-newline'), steps: [connects(), stillWorks] },
  {
    name: 'frames messages as a language server does',
    server: bad('speaks-language-server'),
    steps: [fails('not_mcp', 'does not speak MCP')],
  },
  { name: 'prints messages over several lines', server: bad('pretty-prints'), steps: [fails('not_mcp', 'does not speak MCP')] },
  { name: 'ends its lines with CRLF', server: bad('ends-lines-with-crlf'), steps: [connects(), stillWorks] },
  { name: 'begins every message with a byte order mark', server: bad('begins-with-a-mark'), steps: [connects(), stillWorks] },
  { name: 'puts NUL bytes between its messages', server: bad('puts-nul-between'), steps: [connects(), stillWorks] },
  { name: 'prints a million empty lines', server: bad('empty-lines'), steps: [connects(), answers('after a million lines'), stillWorks] },
  {
    name: 'prints noise between its messages',
    server: bad('noise-between'),
    steps: [connects(), answers('through the noise'), { do: 'logged', text: '{broken' }],
  },
  {
    name: 'prints noise before a message on its line',
    server: bad('noise-before-on-the-line'),
    steps: [connects(), answers('behind the noise'), { do: 'logged', text: 'Loading…' }],
  },
  {
    name: 'prints noise behind a message on its line',
    server: bad('noise-behind-on-the-line'),
    steps: [connects(), answers('before the noise'), stillWorks],
  },
  { name: 'answers in a batch', server: bad('batches-answers'), steps: [connects(), answers('in a batch'), stillWorks] },
  { name: 'puts two messages on one line', server: bad('two-on-a-line'), steps: [connects(), answers('second of two'), stillWorks] },
  { name: 'begins a message twice', server: bad('unfinished-line-first'), steps: [connects(), answers('the second attempt'), stillWorks] },
  {
    name: 'answers with invalid JSON',
    server: bad('invalid-json'),
    steps: [connects(), timesOut, stillWorks, { do: 'logged', text: '{"jsonrpc"' }],
  },
  { name: 'writes invalid UTF-8', server: bad('invalid-utf8'), steps: [connects(), answers('bro\uFFFD(\uFFFDken'), stillWorks] },
  { name: 'writes byte by byte', server: bad('byte-by-byte'), steps: [connects(), answers('grün 🌱 piece by piece'), stillWorks] },

  {
    name: 'answers with a line of 12 MB',
    server: bad('a-huge-line'),
    steps: [connects(), { do: 'call', tool: 'act', args: { bytes: 12_000_000 } }, stillWorks],
  },
  {
    name: 'answers with a line over the limit',
    server: bad('a-huge-line'),
    steps: [connects(), breaks('too_large', 'the limit of 16 MB', { args: { bytes: 17_000_000 } })],
  },
  {
    name: 'never ends its line',
    server: bad('never-ends-the-line'),
    steps: [connects(), breaks('too_large', 'the limit of 16 MB'), becomesFailed('too_large', 'the limit of 16 MB')],
  },
  {
    name: 'prints 12 MB of noise on one line',
    server: bad('a-huge-noise'),
    steps: [connects(), answers('after the noise', { args: { bytes: 12_000_000 } }), stillWorks],
  },

  {
    name: 'answers 5,000 levels deep',
    server: bad('deep-nesting'),
    steps: [connects(), { do: 'call', tool: 'act', args: { levels: 5_000 } }, stillWorks],
  },
  {
    name: 'answers 500,000 levels deep',
    server: bad('deep-nesting'),
    steps: [connects(), { do: 'call', tool: 'act', args: { levels: 500_000 } }, stillWorks],
  },
  { name: 'tells something 3,000 levels deep', server: bad('a-deep-request'), steps: [connects(), answers('after the depth'), stillWorks] },
];
