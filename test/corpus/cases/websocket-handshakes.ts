import { address, overWebSocket } from '../bad-remote.ts';
import { asksForSignIn, becomesFailed, breaks, type Case, connects, fails, stillWorks } from '../case.ts';

const refused = (says: string) => fails('websocket_refused', says);
const silent = fails('connect_timeout', 'did not answer within 1.5 s');
const upgrade = (name: string, behaviour: string, ...steps: Case['steps']): Case => ({
  name: `${name} to a WebSocket`,
  server: overWebSocket(behaviour),
  steps,
});

/** Remote servers that do not open a WebSocket as they should. */
export const webSocketHandshakes: readonly Case[] = [
  upgrade('answers 200', 'upgrade-200', refused('It answered HTTP 200')),
  upgrade('answers 400', 'upgrade-400', refused('It answered HTTP 400')),
  upgrade('answers 401', 'upgrade-401', asksForSignIn),
  upgrade('answers 403', 'upgrade-403', fails('access_denied', 'HTTP 403')),
  upgrade('answers 404', 'upgrade-404', refused('It answered HTTP 404')),
  upgrade('answers 426', 'upgrade-426', refused('It answered HTTP 426')),
  upgrade('answers 429', 'upgrade-429', refused('It answered HTTP 429')),
  upgrade('answers 500', 'upgrade-500', refused('It answered HTTP 500')),
  upgrade('answers 503', 'upgrade-503', refused('It answered HTTP 503')),
  upgrade('answers with a web page', 'upgrade-page', refused('a web page (HTTP 200)')),
  upgrade('answers with a page without end', 'upgrade-endless-page', refused('a web page (HTTP 500)')),
  upgrade('answers with a redirect', 'upgrade-redirect', fails('redirected', 'https://elsewhere.example/mcp')),
  upgrade('answers with a redirect to itself', 'upgrade-redirect-to-itself', fails('redirected', '/upgrade-redirect-to-itself/mcp'), {
    do: 'noted',
    what: 'upgrade',
    atMost: 1,
  }),
  upgrade('answers with a redirect to junk', 'upgrade-redirect-to-junk', refused('It answered HTTP 302')),
  upgrade('never answers', 'upgrade-silent', silent, { do: 'noted', what: 'ended', atLeast: 1 }),
  upgrade('hangs up', 'upgrade-drop', fails('network_failed', '127.0.0.1')),
  upgrade('answers in SSH', 'upgrade-ssh', fails('protocol_error', 'Parse Error: Expected HTTP/')),
  upgrade('ends in the middle of its answer', 'upgrade-half-header', fails('network_failed', '127.0.0.1')),
  upgrade('stops in the middle of its answer', 'upgrade-slow-header', silent, { do: 'noted', what: 'ended', atLeast: 1 }),
  upgrade('sends headers without end', 'upgrade-endless-header', fails('protocol_error', 'Header overflow')),
  upgrade('upgrades to something else', 'upgrade-to-another', refused('Invalid Upgrade header')),
  upgrade('answers with the wrong key', 'upgrade-wrong-key', refused('Invalid Sec-WebSocket-Accept header')),
  upgrade('answers without the key', 'upgrade-no-key', refused('Invalid Sec-WebSocket-Accept header')),
  upgrade('agrees without the subprotocol', 'upgrade-no-subprotocol', refused('Server sent no subprotocol')),
  upgrade('agrees with another subprotocol', 'upgrade-other-subprotocol', refused('Server sent an invalid subprotocol')),
  upgrade('agrees with an extension nobody asked for', 'upgrade-unasked-extension', refused('Sec-WebSocket-Extensions')),
  upgrade('agrees and sends junk', 'upgrade-and-junk', fails('connection_lost', 'lost')),
  upgrade('agrees and says nothing', 'upgrade-and-silence', silent, { do: 'noted', what: 'ended', atLeast: 1 }),
  upgrade('agrees and says goodbye', 'upgrade-and-goodbye', fails('connection_lost', 'lost')),

  {
    name: 'is not there for a WebSocket',
    server: address(() => 'ws://127.0.0.1:9/mcp', { mode: 'websocket' }),
    steps: [fails('connection_refused', '127.0.0.1:9')],
  },
  {
    name: 'has a name that nobody knows for a WebSocket',
    server: address(() => 'ws://no-such-host.invalid/mcp', { mode: 'websocket' }),
    steps: [fails('host_not_found', 'no-such-host.invalid')],
  },
  {
    name: 'takes connections and says nothing to a WebSocket',
    server: address(({ mute }) => `ws://127.0.0.1:${mute}/mcp`, { mode: 'websocket' }),
    steps: [silent],
  },
  {
    name: 'says nothing where a secure WebSocket is asked for',
    server: address(({ mute }) => `wss://127.0.0.1:${mute}/mcp`, { mode: 'websocket' }),
    steps: [silent],
  },
  {
    name: 'hangs up where a secure WebSocket is asked for',
    server: address(({ hangUp }) => `wss://127.0.0.1:${hangUp}/mcp`, { mode: 'websocket' }),
    steps: [fails('network_failed', '127.0.0.1')],
  },
  {
    name: 'speaks HTTP where a secure WebSocket is asked for',
    server: address(({ http }) => `wss://127.0.0.1:${http}/ws-ordinary/mcp`, { mode: 'websocket' }),
    steps: [fails('tls_failed', '127.0.0.1')],
  },
  {
    name: 'speaks TLS where a plain WebSocket is asked for',
    server: address(({ tls }) => `ws://127.0.0.1:${tls[0]}/ws-ordinary/mcp`, { mode: 'websocket' }),
    steps: [fails('network_failed', '127.0.0.1')],
  },
  {
    name: 'signed its certificate itself for a WebSocket',
    server: address(({ tls }) => `wss://127.0.0.1:${tls[0]}/ws-ordinary/mcp`, { mode: 'websocket' }),
    steps: [fails('tls_failed', 'signed by itself')],
  },
  {
    name: 'signed its certificate itself, which was accepted, and drops the line of a call',
    server: address(({ tls }) => `wss://127.0.0.1:${tls[0]}/close-drop/mcp`, { mode: 'websocket', tls: { acceptInvalid: true } }),
    steps: [connects(), stillWorks, breaks('connection_lost', 'lost'), becomesFailed('connection_lost', 'lost')],
  },
];
