import { afterAll, beforeAll } from 'vitest';
import { startRemotes, stopRemotes } from './bad-remote.ts';
import { httpBodies } from './cases/http-bodies.ts';
import { httpStatuses } from './cases/http-statuses.ts';
import { httpStreams } from './cases/http-streams.ts';
import { runCorpus } from './run-corpus.ts';

beforeAll(startRemotes);
afterAll(stopRemotes);

runCorpus('remote servers that answer with a status', httpStatuses);
runCorpus('remote servers with bad answers', httpBodies);
runCorpus('remote servers with bad streams', httpStreams);
