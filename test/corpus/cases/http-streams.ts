import { remote } from '../bad-remote.ts';
import { answers, breaks, type Case, cancelled, connects, stillWorks } from '../case.ts';

const call = (name: string, server: Case['server'], ...steps: Case['steps']): Case => ({ name, server, steps: [connects(), ...steps] });
const timesOut = breaks('call_timeout', 'did not answer within 0.3 s', { timeoutMs: 300 });
const lost = breaks('connection_lost', 'may or may not have run');
/** The stream that listens is optional: what it does must not disturb a call, and it is not asked for again and again. */
const listens = (name: string, behaviour: string): Case =>
  call(name, remote(behaviour), answers('acted'), { do: 'noted', what: 'GET', atLeast: 1, atMost: 3 }, stillWorks);

/** Remote servers whose event streams are strange. */
export const httpStreams: readonly Case[] = [
  call('ends the stream of a call without an answer', remote('stream-ends'), lost, stillWorks),
  call('sends only comments', remote('stream-of-comments'), lost, stillWorks),
  call('sends junk before the answer', remote('stream-of-junk'), answers('acted'), stillWorks),
  call('sends events of other types', remote('stream-other-events'), answers('acted'), stillWorks),
  call('ends the lines of events with CRLF', remote('stream-crlf'), answers('acted'), stillWorks),
  call('begins the stream with a byte order mark', remote('stream-mark'), answers('acted'), stillWorks),
  call('ends the stream before the event does', remote('stream-unfinished'), lost, stillWorks),
  call('keeps the stream open after the answer', remote('stream-stays-open'), answers('acted'), answers('acted'), stillWorks),
  call('never answers in its stream', remote('stream-never-answers'), timesOut, stillWorks),
  call('is cancelled while it streams', remote('stream-never-answers'), cancelled('tools/call'), stillWorks),
  call('answers under another id in its stream', remote('stream-wrong-id'), lost, stillWorks),
  call('answers twice in its stream', remote('stream-answers-twice'), answers('acted'), stillWorks),
  call('breaks its stream', remote('stream-breaks'), lost, stillWorks),
  call('sends an event over the limit', remote('stream-huge-event'), breaks('too_large', 'the limit of 16 MB'), stillWorks),
  call(
    'asks in its stream for what nobody offered',
    remote('stream-asks'),
    answers('acted'),
    { do: 'noted', what: 'answer', atLeast: 1 },
    stillWorks,
  ),
  call('floods its stream with progress', remote('stream-progress-flood'), answers('acted'), stillWorks),
  listens('ends the listening stream at once', 'listening-ends'),
  listens('answers listening with 500', 'listening-500'),
  listens('answers listening with 401', 'listening-401'),
  listens('answers listening with a web page', 'listening-page'),
  listens('never answers listening', 'listening-silent'),
  listens('floods the listening stream', 'listening-flood'),
  listens('sends junk to whoever listens', 'listening-junk'),
];
