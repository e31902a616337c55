import { raw } from '../../core/connections/fixtures/harness.ts';
import { answers, becomesFailed, breaks, type Case, connects, fails, staysConnected, stillWorks, timesOut } from '../case.ts';
import { bad } from './bad-stdio.ts';

/** Local servers that end, or do not want to. */
export const stdioEndings: readonly Case[] = [
  { name: 'exits at the start', server: bad('exits-at-start'), steps: [fails('process_exited', 'exit code 3')] },
  { name: 'exits at the start without a word', server: bad('exits-in-silence'), steps: [fails('process_exited', 'exit code 0')] },
  { name: 'is killed at the start', server: bad('killed-at-start'), steps: [fails('process_exited', 'signal SIGKILL')] },
  {
    name: 'exits when it is asked for its era',
    server: () => raw('dies-on-probe'),
    steps: [connects(), { do: 'noted', what: 'started', atLeast: 2, atMost: 2 }],
  },
  { name: 'exits on initialize', server: bad('exits-on-initialize'), steps: [fails('process_exited', 'exit code 4')] },
  { name: 'exits when its tools are listed', server: bad('exits-on-list'), steps: [fails('process_exited', 'exit code 5')] },
  {
    name: 'exits once its tools are listed',
    server: bad('exits-after-list'),
    steps: [connects(), becomesFailed('connection_lost', 'lost')],
  },
  {
    name: 'is killed in the middle of a call',
    server: () => raw(),
    steps: [connects(), breaks('connection_lost', 'lost', { tool: 'die' }), becomesFailed('connection_lost', 'lost')],
  },
  {
    name: 'exits in the middle of a call',
    server: () => raw(),
    steps: [connects(), breaks('connection_lost', 'lost', { tool: 'leave' }), becomesFailed('connection_lost', 'lost')],
  },
  {
    name: 'aborts in the middle of a call',
    server: bad('aborts-mid-call'),
    steps: [connects(), breaks('connection_lost', 'lost'), becomesFailed('connection_lost', 'lost')],
  },
  {
    name: 'aborts in the middle of a call, and is started again',
    server: bad('aborts-mid-call'),
    limits: { reconnects: 3 },
    steps: [
      connects(),
      breaks('connection_lost', 'lost'),
      staysConnected,
      stillWorks,
      { do: 'noted', what: 'started', atLeast: 2, atMost: 2 },
    ],
  },
  {
    name: 'exits each time its tools are listed',
    server: bad('exits-after-list'),
    limits: { reconnects: 20 },
    steps: [
      connects(),
      becomesFailed('keeps_dying', 'ended 5 times within a minute'),
      { do: 'noted', what: 'started', atLeast: 5, atMost: 5 },
    ],
  },
  {
    name: 'exits after half a message',
    server: bad('half-a-message'),
    steps: [connects(), breaks('connection_lost', 'lost'), becomesFailed('connection_lost', 'lost')],
  },

  { name: 'closes its stdout at the start', server: bad('closes-stdout'), steps: [fails('connection_lost', 'lost')] },
  {
    name: 'closes its stdout in the middle of a call',
    server: bad('closes-stdout-mid-call'),
    steps: [connects(), breaks('connection_lost', 'lost'), becomesFailed('connection_lost', 'lost')],
  },
  { name: 'closes its stdin at the start', server: bad('closes-stdin'), steps: [fails('connection_lost', 'lost')] },
  {
    name: 'closes its stdin in the middle of a call',
    server: bad('closes-stdin-mid-call'),
    steps: [
      connects(),
      answers('deaf from now on'),
      { do: 'noted', what: 'deaf', atLeast: 1 },
      breaks('connection_lost', 'lost', { tool: 'echo' }),
      becomesFailed('connection_lost', 'lost'),
    ],
  },
  { name: 'closes its stderr', server: bad('closes-stderr'), steps: [connects(), stillWorks] },
  { name: 'ignores the end of its input and SIGTERM', server: bad('deaf-for-everything'), steps: [connects(), stillWorks] },
  {
    name: 'has children that ignore SIGTERM',
    server: bad('deaf-with-children'),
    steps: [connects(), { do: 'noted', what: 'child', atLeast: 2 }],
  },
  {
    name: 'has a child in a group of its own',
    server: bad('child-in-a-group-of-its-own'),
    steps: [connects(), { do: 'noted', what: 'child', atLeast: 1 }],
  },
  {
    name: 'has grandchildren behind a shell',
    server: () => raw('grandchild'),
    steps: [connects(), { do: 'noted', what: 'grandchild', atLeast: 1 }],
  },
  {
    name: 'exits while a child holds its stdout',
    server: bad('child-holds-stdout'),
    steps: [connects(), breaks('connection_lost', 'lost'), becomesFailed('connection_lost', 'lost')],
  },

  { name: 'is stopped by a signal in the middle of a call', server: bad('stopped-mid-call'), steps: [connects(), timesOut] },
  {
    name: 'is stopped by a signal, and answers no probe',
    server: bad('stopped-mid-call'),
    pacing: { probeMs: 100, probeLimitMs: 200 },
    steps: [connects(), timesOut, becomesFailed('no_answer', 'Two questions in a row')],
  },
  { name: 'is busy for ever in a call', server: bad('busy-mid-call'), steps: [connects(), timesOut] },
];
