import { overSse, remote } from '../bad-remote.ts';
import { answers, asksForSignIn, becomesFailed, breaks, type Case, connects, fails, staysConnected, stillWorks } from '../case.ts';

const status = (code: number) => fails('http_status', `HTTP ${code}`);
const wrongUrl = (says: string) => fails('wrong_url', says);
const auto = { mode: 'auto' };

/** Remote servers that answer with a status, at each step. */
export const httpStatuses: readonly Case[] = [
  { name: 'answers everything with 204', server: remote('always-204'), steps: [wrongUrl('HTTP 204')] },
  { name: 'answers everything with 400', server: remote('always-400', auto), steps: [status(400)] },
  { name: 'answers everything with 402', server: remote('always-402', auto), steps: [status(402)] },
  { name: 'answers everything with 404', server: remote('always-404', auto), steps: [wrongUrl('HTTP 404')] },
  { name: 'answers everything with 406', server: remote('always-406'), steps: [status(406)] },
  { name: 'answers everything with 410', server: remote('always-410'), steps: [wrongUrl('HTTP 410')] },
  { name: 'answers everything with 415', server: remote('always-415'), steps: [status(415)] },
  { name: 'answers everything with 418', server: remote('always-418', auto), steps: [status(418)] },
  { name: 'answers everything with 451', server: remote('always-451'), steps: [status(451)] },
  { name: 'answers everything with 502', server: remote('always-502', auto), steps: [status(502)] },
  { name: 'answers everything with 504', server: overSse('always-504'), steps: [status(504)] },
  { name: 'answers everything with 599', server: remote('always-599'), steps: [status(599)] },
  { name: 'is a web page', server: remote('page-200', auto), steps: [wrongUrl('a web page (HTTP 200)')] },
  { name: 'is a web page that is not there', server: remote('page-404', auto), steps: [wrongUrl('a web page (HTTP 404)')] },
  { name: 'is a proxy without its server', server: remote('page-502', auto), steps: [status(502)] },
  { name: 'answers initialize with 400', server: remote('initialize-400'), steps: [status(400)] },
  { name: 'answers initialize with 401', server: remote('initialize-401'), steps: [asksForSignIn] },
  { name: 'answers initialize with 403', server: remote('initialize-403'), steps: [fails('access_denied', 'HTTP 403')] },
  { name: 'answers initialize with 404', server: remote('initialize-404'), steps: [wrongUrl('HTTP 404')] },
  { name: 'answers initialize with 429', server: remote('initialize-429'), steps: [status(429)] },
  { name: 'answers initialize with 500', server: remote('initialize-500'), steps: [status(500)] },
  { name: 'answers initialize with 503', server: remote('initialize-503'), steps: [status(503)] },
  { name: 'answers what needs no answer with 401', server: remote('notification-401'), steps: [asksForSignIn] },
  { name: 'answers what needs no answer with 500', server: remote('notification-500'), steps: [status(500)] },
  { name: 'lists its tools with 400', server: remote('list-400'), steps: [status(400)] },
  { name: 'lists its tools with 401', server: remote('list-401'), steps: [asksForSignIn] },
  { name: 'lists its tools with 403', server: remote('list-403'), steps: [fails('access_denied', 'HTTP 403')] },
  { name: 'lists its tools with 404', server: remote('list-404'), steps: [wrongUrl('HTTP 404')] },
  { name: 'lists its tools with 429', server: remote('list-429'), steps: [status(429)] },
  { name: 'lists its tools with 500', server: remote('list-500'), steps: [status(500)] },
  { name: 'answers a call with 400', server: remote('act-400'), steps: [connects(), breaks('http_status', 'HTTP 400'), stillWorks] },
  {
    name: 'answers a call with 401',
    server: remote('act-401'),
    steps: [connects(), breaks('sign_in_needed', 'asks for sign-in'), staysConnected],
  },
  { name: 'answers a call with 403', server: remote('act-403'), steps: [connects(), breaks('access_denied', 'HTTP 403'), stillWorks] },
  { name: 'answers a call with 404', server: remote('act-404'), steps: [connects(), breaks('wrong_url', 'HTTP 404'), stillWorks] },
  { name: 'answers a call with 429', server: remote('act-429'), steps: [connects(), breaks('http_status', 'HTTP 429'), stillWorks] },
  { name: 'answers a call with 500', server: remote('act-500'), steps: [connects(), breaks('http_status', 'HTTP 500'), stillWorks] },
  { name: 'answers a call with 503', server: remote('act-503'), steps: [connects(), breaks('http_status', 'HTTP 503'), stillWorks] },
  {
    name: 'refuses a call in its own words',
    server: remote('refuses-calls'),
    steps: [connects(), breaks('server_error', 'Not on Sundays'), stillWorks],
  },
  { name: 'redirects to itself', server: remote('redirect-loop', auto), steps: [fails('redirect_loop', 'in a circle')] },
  { name: 'redirects in a circle', server: remote('redirect-circle'), steps: [fails('redirect_loop', 'in a circle')] },
  {
    name: 'redirects to another origin',
    server: remote('redirect-elsewhere', auto),
    steps: [fails('redirected', 'https://elsewhere.example/mcp')],
  },
  {
    name: 'redirects to a page to sign in',
    server: remote('redirect-elsewhere-302'),
    steps: [fails('redirected', 'https://login.example/')],
  },
  { name: 'redirects to a file', server: remote('redirect-to-file'), steps: [fails('redirected', 'file:///etc/passwd')] },
  { name: 'redirects to nowhere', server: remote('redirect-nowhere'), steps: [fails('redirected', 'an unnamed address')] },
  { name: 'redirects to junk', server: remote('redirect-to-junk'), steps: [fails('redirected', 'an unnamed address')] },
  { name: 'redirects to another path of its own', server: remote('redirect-here'), steps: [connects(), stillWorks] },

  {
    name: 'loses every session',
    server: remote('session-lost-always'),
    limits: { reconnects: 3 },
    steps: [connects(), breaks('session_lost', 'no longer knows this session'), { do: 'noted', what: 'initialize', atMost: 4 }],
  },
  {
    name: 'loses its session before its tools are listed',
    server: remote('session-lost-on-list'),
    steps: [fails('session_lost', 'no longer knows this session')],
  },
  {
    name: 'answers a lost session with 400',
    server: remote('session-unknown-400'),
    steps: [connects(), breaks('server_error', 'No valid session ID'), stillWorks],
  },
  { name: 'has a session id of 6,000 characters', server: remote('session-very-long'), steps: [connects(), stillWorks] },
  {
    name: 'changes its session id',
    server: remote('session-changes'),
    steps: [connects(), answers('acted in first'), answers('acted in first')],
  },
  { name: 'never answers the farewell', server: remote('farewell-hangs'), steps: [connects(), stillWorks] },
  { name: 'fails at the farewell', server: remote('farewell-500'), steps: [connects(), stillWorks] },
  { name: 'drops the line at the farewell', server: remote('farewell-drops'), steps: [connects(), stillWorks] },
  { name: 'speaks the older SSE well', server: overSse('sse-ordinary'), steps: [connects(), answers('acted'), stillWorks] },
  {
    name: 'opens an SSE stream and names no endpoint',
    server: overSse('sse-no-endpoint'),
    steps: [fails('connect_timeout', 'did not answer within 1.5 s')],
  },
  {
    name: 'names an SSE endpoint of another origin',
    server: overSse('sse-endpoint-elsewhere'),
    steps: [fails('protocol_error', 'https://elsewhere.example')],
  },

  {
    name: 'ends its SSE stream at once',
    server: overSse('sse-ends-at-once'),
    steps: [fails('wrong_url', 'HTTP 200'), { do: 'noted', what: 'GET', atMost: 2 }],
  },

  {
    name: 'answers a call over SSE with 500',
    server: overSse('sse-post-500'),
    steps: [connects(), breaks('http_status', 'HTTP 500'), stillWorks],
  },
  {
    name: 'answers a call over SSE with 404',
    server: overSse('sse-post-404'),
    steps: [connects(), breaks('wrong_url', 'HTTP 404'), staysConnected],
  },
  {
    name: 'never takes a call over SSE',
    server: overSse('sse-post-silent'),
    steps: [connects(), breaks('call_timeout', '0.3 s', { timeoutMs: 300 }), stillWorks],
  },
  {
    name: 'never answers a call over SSE',
    server: overSse('sse-never-answers'),
    steps: [connects(), breaks('call_timeout', '0.3 s', { timeoutMs: 300 }), stillWorks],
  },
  {
    name: 'drops the SSE stream in the middle of a call',
    server: overSse('sse-drops-mid-call'),
    steps: [connects(), breaks('connection_lost', 'lost'), becomesFailed('connection_lost', 'lost')],
  },
  { name: 'names a second SSE endpoint', server: overSse('sse-endpoint-twice'), steps: [fails('protocol_error', 'broke the protocol')] },
];
