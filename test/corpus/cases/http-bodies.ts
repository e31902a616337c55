import { address, remote } from '../bad-remote.ts';
import { answers, breaks, type Case, connects, fails, stillWorks } from '../case.ts';

const timesOut = breaks('call_timeout', 'did not answer within 0.3 s', { timeoutMs: 300 });
/** One answer that breaks says nothing about the next: the server is asked whether it is there, and stays connected. */
const lost = breaks('connection_lost', 'may or may not have run');
const malformed = breaks('protocol_error', 'broke the protocol');
const tooLarge = breaks('too_large', 'the limit of 16 MB', { timeoutMs: 10_000 });
const call = (name: string, server: Case['server'], ...steps: Case['steps']): Case => ({ name, server, steps: [connects(), ...steps] });

/** Remote servers whose answers are not what HTTP, JSON or the event stream asks for. */
export const httpBodies: readonly Case[] = [
  { name: 'answers initialize with a web page', server: remote('initialize-page'), steps: [fails('wrong_url', 'a web page (HTTP 200)')] },
  { name: 'answers initialize with nothing', server: remote('initialize-empty'), steps: [fails('wrong_url', 'HTTP 200')] },
  { name: 'answers initialize with other JSON', server: remote('initialize-junk'), steps: [fails('wrong_url', 'HTTP 200')] },
  {
    name: 'speaks an unknown version over HTTP',
    server: remote('initialize-version'),
    steps: [fails('version_unsupported', 'protocol version')],
  },
  { name: 'lists a text over HTTP', server: remote('list-no-list'), steps: [fails('protocol_error', 'not a list')] },
  {
    name: 'never lists its tools over HTTP',
    server: remote('list-silent'),
    limits: { connectMs: 10_000, listMs: 300 },
    steps: [fails('list_timeout', 'did not list its tools within 0.3 s')],
  },

  call('answers a call with a web page', remote('act-page'), breaks('wrong_url', 'a web page (HTTP 200)'), stillWorks),
  call('answers a call as plain text', remote('act-text-type'), breaks('wrong_url', 'HTTP 200'), stillWorks),
  call('answers a call as an image', remote('act-image-type'), breaks('wrong_url', 'HTTP 200'), stillWorks),
  call('answers a call without a type', remote('act-no-type'), breaks('wrong_url', 'HTTP 200'), stillWorks),
  call('answers a call with an odd spelling of JSON', remote('act-odd-type'), answers('acted'), stillWorks),
  call('answers a call with an empty body', remote('act-empty'), malformed, stillWorks),
  call('answers a call with half of JSON', remote('act-half'), malformed, stillWorks),
  call('answers a call with JSON of another kind', remote('act-foreign-error'), malformed, stillWorks),
  call('answers a call with a text for its error', remote('act-error-text'), malformed, stillWorks),
  call('answers a call with a number', remote('act-result-number'), malformed, stillWorks),
  call('answers a call with neither result nor error', remote('act-neither'), malformed, stillWorks),
  call('answers a call with 202', remote('act-202'), lost, stillWorks),
  call('answers a call with an empty batch', remote('act-empty-batch'), lost, stillWorks),
  call('answers a call under another id', remote('act-wrong-id'), lost, stillWorks),
  call('answers a call with a notification only', remote('act-notification'), lost, stillWorks),
  call('answers a call with 204', remote('act-204'), breaks('wrong_url', 'HTTP 204'), stillWorks),

  call('begins JSON with a byte order mark', remote('act-mark'), answers('acted'), stillWorks),
  call('writes invalid UTF-8 over HTTP', remote('act-invalid-utf8'), answers('a\uFFFD\uFFFD'), stillWorks),
  call('answers a call with a batch', remote('act-batch'), answers('acted'), stillWorks),

  call('answers a call with broken gzip', remote('act-broken-gzip'), lost, stillWorks),
  call('answers a call with a bomb of gzip', remote('act-gzip-bomb'), tooLarge, stillWorks),
  call('never ends the answer to a call', remote('act-endless'), tooLarge, stillWorks),
  call('answers a call with more than the limit', remote('act-huge'), tooLarge, stillWorks),
  call('never ends the page that fails a call', remote('act-endless-page'), breaks('http_status', 'HTTP 500'), stillWorks),
  call('stops in the answer to a call', remote('act-slow-body'), timesOut, stillWorks),

  call('answers a call 100,000 levels deep', remote('act-deep'), { do: 'call', tool: 'act', args: {} }, stillWorks),
  {
    name: 'takes requests and never answers',
    server: remote('always-silent', { mode: 'auto' }),
    steps: [fails('connect_timeout', 'did not answer within 1.5 s')],
  },
  { name: 'drops every line', server: remote('always-drop', { mode: 'auto' }), steps: [fails('network_failed', '127.0.0.1')] },
  { name: 'speaks SSH', server: remote('always-ssh', { mode: 'auto' }), steps: [fails('network_failed', '127.0.0.1')] },
  {
    name: 'takes connections and says nothing',
    server: address(({ mute }) => `http://127.0.0.1:${mute}/mcp`),
    steps: [fails('connect_timeout', 'did not answer within 1.5 s')],
  },
  {
    name: 'takes connections and hangs up',
    server: address(({ hangUp }) => `http://127.0.0.1:${hangUp}/mcp`),
    steps: [fails('network_failed', '127.0.0.1')],
  },
  {
    name: 'is not there',
    server: address(() => 'http://127.0.0.1:1/mcp', { mode: 'sse' }),
    steps: [fails('port_refused', 'not allowed for web addresses')],
  },
  {
    name: 'has a name that nobody knows',
    server: address(() => 'http://no-such-host.invalid/mcp'),
    steps: [fails('host_not_found', 'no-such-host.invalid')],
  },
  {
    name: 'signed its certificate itself',
    server: address(({ tls }) => `https://127.0.0.1:${tls[0]}/x/mcp`),
    steps: [fails('tls_failed', 'signed by itself')],
  },
  {
    name: 'has a certificate of another host',
    server: address(({ tls }) => `https://localhost:${tls[0]}/x/mcp`),
    steps: [fails('tls_failed', 'signed by itself')],
  },
  {
    name: 'speaks HTTP where HTTPS is asked for',
    server: address(({ http }) => `https://127.0.0.1:${http}/always-drop/mcp`),
    steps: [fails('tls_failed', '127.0.0.1')],
  },
  {
    name: 'speaks HTTPS where HTTP is asked for',
    server: address(({ tls }) => `http://127.0.0.1:${tls[0]}/x/mcp`),
    steps: [fails('network_failed', '127.0.0.1')],
  },
  {
    name: 'says nothing where HTTPS is asked for',
    server: address(({ mute }) => `https://127.0.0.1:${mute}/mcp`),
    steps: [fails('connect_timeout', 'did not answer within 1.5 s')],
  },
  {
    name: 'hangs up where HTTPS is asked for',
    server: address(({ hangUp }) => `https://127.0.0.1:${hangUp}/mcp`),
    steps: [fails('network_failed', '127.0.0.1')],
  },
  call('never answers a call over HTTP', remote('act-silent'), timesOut, stillWorks),
  call('drops the line of a call', remote('act-drop'), lost, stillWorks),
  call('resets the line of a call', remote('act-reset'), lost, stillWorks),
  call('ends in the middle of a header', remote('act-half-header'), lost, stillWorks),
  call('stops in the middle of a header', remote('act-slow-header'), timesOut, stillWorks),
  call('has a header of 200 KB', remote('act-long-header'), lost, stillWorks),
  call('has 20,000 headers', remote('act-many-headers'), lost, stillWorks),
  call('promises more than it sends', remote('act-length-long'), lost, stillWorks),

  call('sends more than it promised', remote('act-length-short'), malformed, stillWorks),
  call('has a text for the length', remote('act-length-junk'), lost, stillWorks),
  call('breaks off in a chunk', remote('act-chunk-cut'), lost, stillWorks),
  call('has junk for the size of a chunk', remote('act-chunk-junk'), lost, stillWorks),
  call('sends 50 early hints', remote('act-early-hints'), answers('acted'), stillWorks),
  call('switches protocols', remote('act-upgrade'), lost, stillWorks),
];
