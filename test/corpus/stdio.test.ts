import { stdioEndings } from './cases/stdio-endings.ts';
import { stdioFraming } from './cases/stdio-framing.ts';
import { stdioShapes } from './cases/stdio-shapes.ts';
import { stdioTalk } from './cases/stdio-talk.ts';
import { runCorpus } from './run-corpus.ts';

runCorpus('local servers that end badly', stdioEndings);
runCorpus('local servers with bad bytes', stdioFraming);
runCorpus('local servers with bad messages', stdioShapes);
runCorpus('local servers that talk too much', stdioTalk);
