import { raw } from '../../core/connections/fixtures/harness.ts';
import { answers, breaks, type Case, connects, fails, stillWorks } from '../case.ts';
import { bad } from './bad-stdio.ts';

/** Local servers whose list of tools is strange, and those that talk too much. */
export const stdioTalk: readonly Case[] = [
  { name: 'refuses to list its tools', server: bad('list-fails'), steps: [fails('protocol_error', 'The database is locked')] },
  { name: 'does not know the list it promised', server: bad('list-unknown'), steps: [fails('protocol_error', 'Method not found')] },
  { name: 'lists null', server: bad('list-null'), steps: [fails('protocol_error', 'broke the protocol')] },
  { name: 'lists nothing', server: bad('list-missing'), steps: [fails('protocol_error', 'not a list')] },
  { name: 'lists a text', server: () => raw('no-list'), steps: [fails('protocol_error', 'not a list')] },
  {
    name: 'lists malformed tools',
    server: () => raw('malformed'),
    steps: [connects({ tools: ['good', 'last'], rejected: '“no_schema” was left out' })],
  },
  {
    name: 'lists junk',
    server: bad('list-of-junk'),
    steps: [connects({ tools: ['echo'], rejected: 'A tool without a name was left out' }), stillWorks],
  },
  {
    name: 'lists tools with bad schemas',
    server: bad('list-with-bad-schemas'),
    steps: [connects({ tools: ['echo'], rejected: '“inputSchema” is not as it should be' }), stillWorks],
  },
  {
    name: 'lists odd names',
    server: bad('list-of-odd-names'),
    steps: [connects({ tools: 7, rejected: 'its name is longer' }), stillWorks],
  },
  {
    name: 'lists schemas that go in circles',
    server: bad('list-with-cycles'),
    steps: [connects({ tools: ['echo', 'self', 'pair', 'far'] }), stillWorks, { do: 'call', tool: 'self', args: {} }],
  },
  {
    name: 'lists an enormous schema',
    server: bad('list-with-enormous-schema'),
    steps: [connects({ tools: ['echo', 'wide'] }), stillWorks],
  },
  {
    name: 'lists a deep schema',
    server: bad('list-with-deep-schema'),
    steps: [connects({ tools: ['echo', 'deep'] }), stillWorks, { do: 'call', tool: 'deep', args: {} }],
  },
  {
    name: 'lists a hostile pattern',
    server: bad('list-with-hostile-pattern'),
    steps: [connects({ tools: ['echo', 'regex'] }), { do: 'call', tool: 'regex', args: { x: `${'a'.repeat(40)}!` } }],
  },
  { name: 'lists 12,000 tools', server: bad('list-of-many'), steps: [connects({ tools: 10_000, rejected: 'only the first 10,000' })] },
  { name: 'lists pages without end', server: () => raw('endless'), steps: [connects({ tools: 200, rejected: 'has no end' })] },
  { name: 'lists pages in a circle', server: () => raw('circle'), steps: [connects({ tools: 3, rejected: 'goes in circles' })] },
  { name: 'lists empty pages without end', server: bad('list-of-empty-pages'), steps: [connects({ tools: 0, rejected: 'has no end' })] },
  { name: 'has an object for a cursor', server: bad('list-with-odd-cursors'), steps: [connects({ tools: ['echo'] }), stillWorks] },
  {
    name: 'refuses the second page',
    server: bad('list-second-page-fails'),
    steps: [fails('protocol_error', 'Invalid cursor')],
  },
  {
    name: 'never sends the second page',
    server: bad('list-second-page-silent'),
    limits: { connectMs: 10_000, listMs: 300 },
    steps: [fails('list_timeout', 'did not list its tools within 0.3 s')],
  },
  {
    name: 'tells of changes without end',
    server: bad('changes-without-end'),
    steps: [connects(), { do: 'call', tool: 'act', args: {} }, { do: 'noted', what: 'tools/list', atLeast: 2, atMost: 4 }, stillWorks],
  },
  {
    name: 'tells of a change whenever it is asked for its list',
    server: bad('changes-on-every-list'),
    steps: [
      connects(),
      { do: 'noted', what: 'tools/list', atLeast: 2 },
      stillWorks,
      { do: 'disconnect' },
      { do: 'noted', what: 'tools/list', atMost: 4 },
    ],
  },
  { name: 'floods with progress', server: bad('progress-flood'), steps: [connects(), answers('after the flood'), stillWorks] },
  { name: 'tells progress to nobody', server: bad('progress-for-nobody'), steps: [connects(), answers('done'), stillWorks] },
  { name: 'tells junk for progress', server: bad('progress-of-junk'), steps: [connects(), answers('done'), stillWorks] },
  {
    name: 'tells progress without end',
    server: bad('progress-without-end'),
    limits: { callTotalMs: 500 },
    steps: [connects(), breaks('call_timeout', 'did not answer within 0.5 s', { timeoutMs: 300 }), stillWorks],
  },
  { name: 'floods with log messages', server: bad('log-flood'), steps: [connects(), answers('done'), stillWorks] },
  { name: 'tells what nobody knows', server: bad('unknown-notifications'), steps: [connects(), answers('done'), stillWorks] },
  {
    name: 'asks for what nobody offered',
    server: bad('asks-unasked'),
    steps: [connects(), answers('all were answered'), { do: 'noted', what: 'refused', atLeast: 5, atMost: 5 }, stillWorks],
  },
  { name: 'asks before it was asked anything', server: bad('asks-at-start'), steps: [connects(), stillWorks] },
  { name: 'asks 5,000 times', server: bad('asks-without-end'), steps: [connects(), answers('done'), stillWorks] },
  {
    name: 'never answers a call',
    server: bad('never-answers'),
    steps: [connects(), breaks('call_timeout', 'did not answer within 0.3 s', { timeoutMs: 300 }), stillWorks],
  },
];
