import { raw } from '../../core/connections/fixtures/harness.ts';
import { answers, breaks, type Case, cancelled, connects, fails, stillWorks, timesOut } from '../case.ts';
import { bad } from './bad-stdio.ts';

const refused = (says: string) => breaks('server_error', says);
const malformed = (says = 'broke the protocol') => breaks('protocol_error', says);

/** Local servers whose messages are JSON, but not what JSON-RPC or MCP asks for. */
export const stdioShapes: readonly Case[] = [
  { name: 'is silent', server: bad('silent'), steps: [fails('connect_timeout', 'did not answer within 1.5 s')] },
  { name: 'is slow, but within its limits', server: bad('slow'), steps: [connects(), answers('slowly')] },
  { name: 'is silent when it is asked for its era', server: () => raw('silent-on-probe'), steps: [connects()] },
  {
    name: 'is silent on initialize',
    server: bad('silent-on-initialize'),
    steps: [fails('connect_timeout', 'did not answer within 1.5 s')],
  },

  { name: 'refuses initialize', server: bad('initialize-fails'), steps: [fails('protocol_error', 'The license has expired')] },
  {
    name: 'answers initialize with nothing in it',
    server: bad('initialize-empty'),
    steps: [fails('protocol_error', 'broke the protocol')],
  },
  { name: 'answers initialize with null', server: bad('initialize-null'), steps: [fails('protocol_error', 'broke the protocol')] },
  { name: 'answers initialize with a list', server: bad('initialize-array'), steps: [fails('protocol_error', 'broke the protocol')] },

  {
    name: 'speaks an unknown version',
    server: bad('version-unknown'),
    steps: [fails('version_unsupported', 'protocol version that Patchbay does not know')],
  },
  { name: 'has a number for its version', server: bad('version-number'), steps: [fails('protocol_error', 'broke the protocol')] },
  { name: 'tells no capabilities', server: bad('capabilities-missing'), steps: [fails('protocol_error', 'broke the protocol')] },
  { name: 'tells no name', server: bad('name-missing'), steps: [fails('protocol_error', 'broke the protocol')] },
  { name: 'answers the question for its era with nonsense', server: bad('discovers-nonsense'), steps: [connects(), stillWorks] },
  {
    name: 'offers only versions of the future',
    server: bad('discovers-the-future'),
    steps: [fails('version_unsupported', 'protocol version that Patchbay does not know')],
  },

  {
    name: 'answers initialize under another id',
    server: bad('wrong-ids-at-start'),
    steps: [fails('connect_timeout', 'did not answer within 1.5 s')],
  },
  { name: 'answers under another id', server: bad('wrong-ids'), steps: [connects(), timesOut, stillWorks] },
  { name: 'answers under its id as text', server: bad('ids-as-text'), steps: [connects(), answers('to the text'), stillWorks] },
  { name: 'answers with an error for nobody', server: bad('id-null'), steps: [connects(), timesOut, stillWorks] },
  { name: 'answers under ids that are objects', server: bad('ids-of-objects'), steps: [connects(), answers('at last'), stillWorks] },
  { name: 'answers twice', server: bad('answers-twice'), steps: [connects(), answers('first'), stillWorks, answers('first')] },
  { name: 'answers what nobody asked', server: bad('answers-unasked'), steps: [connects(), answers('asked'), stillWorks] },
  { name: 'answers in reverse order', server: bad('answers-in-reverse'), steps: [connects(), { do: 'callsAtOnce', count: 2 }, stillWorks] },
  {
    name: 'answers after it was cancelled',
    server: bad('answers-after-cancel'),
    steps: [connects(), cancelled('tools/call'), { do: 'noted', what: 'answered late', atLeast: 1 }, stillWorks],
  },

  { name: 'answers with a result and an error', server: bad('result-and-error'), steps: [connects(), malformed(), stillWorks] },
  { name: 'answers with neither result nor error', server: bad('neither-result-nor-error'), steps: [connects(), malformed(), stillWorks] },
  { name: 'has a text for its error', server: bad('error-of-text'), steps: [connects(), malformed('No more credit'), stillWorks] },
  { name: 'has an error without a code', server: bad('error-without-code'), steps: [connects(), malformed('No more credit'), stillWorks] },
  { name: 'has an error without a message', server: bad('error-without-message'), steps: [connects(), malformed(), stillWorks] },
  { name: 'has a text for an error code', server: bad('error-code-as-text'), steps: [connects(), malformed('No more credit'), stillWorks] },
  {
    name: 'has a fraction for an error code',
    server: bad('error-code-fraction'),
    steps: [connects(), malformed('No more credit'), stillWorks],
  },
  { name: 'has an error of 4 MB', server: bad('error-enormous'), steps: [connects(), refused('eeee'), stillWorks] },
  {
    name: 'has markup and control characters in an error',
    server: bad('error-with-markup'),
    steps: [connects(), refused('<img src=x onerror=alert(1)>'), stillWorks],
  },

  { name: 'has a number for its result', server: bad('result-number'), steps: [connects(), malformed(), stillWorks] },
  { name: 'has a text for its result', server: bad('result-text'), steps: [connects(), malformed(), stillWorks] },
  { name: 'has a list for its result', server: bad('result-array'), steps: [connects(), malformed(), stillWorks] },
  { name: 'has null for its result', server: bad('result-null'), steps: [connects(), malformed(), stillWorks] },
  {
    name: 'answers with nothing in it',
    server: bad('result-empty'),
    steps: [connects(), { do: 'call', tool: 'act', args: {}, result: {} }, stillWorks],
  },
  {
    name: 'has a text for its content',
    server: bad('content-of-text'),
    steps: [connects(), { do: 'call', tool: 'act', args: {}, result: { content: 'plain' } }, stillWorks],
  },
  {
    name: 'has junk in its content',
    server: bad('content-of-junk'),
    steps: [
      connects(),
      {
        do: 'call',
        tool: 'act',
        args: {},
        result: { content: [null, 7, 'x', {}, { type: 'hologram' }, { type: 'text' }, { type: 'image', data: 1 }] },
      },
      stillWorks,
    ],
  },
  {
    name: 'has a prototype in its result',
    server: bad('result-with-prototype'),
    steps: [connects(), { do: 'call', tool: 'act', args: {}, result: { content: [] } }, stillWorks],
  },
];
