import { afterAll, beforeAll } from 'vitest';
import { startRemotes, stopRemotes } from './bad-remote.ts';
import { webSocketHandshakes } from './cases/websocket-handshakes.ts';
import { webSocketMessages } from './cases/websocket-messages.ts';
import { runCorpus } from './run-corpus.ts';

beforeAll(startRemotes);
afterAll(stopRemotes);

runCorpus('remote servers that open a WebSocket badly', webSocketHandshakes);
runCorpus('remote servers that speak badly over WebSocket', webSocketMessages);
