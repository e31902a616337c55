import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Endpoint, endpointOf, shownAddress } from '../transports/endpoint.ts';
import { factsOf, type HttpFacts } from '../transports/http-facts.ts';
import { networkFailure } from '../transports/network-failure.ts';
import { fetchingBy } from '../transports/patient-fetch.ts';
import { bare, type Environment, portOf } from '../transports/proxy-choice.ts';
import { openSocket, type Route, routeTo } from '../transports/route.ts';
import { within } from '../within.ts';
import { type Findings, took } from './findings.ts';

/** Limits of one question each, in ms. */
const NAME_MS = 5_000;
const CONNECT_MS = 5_000;
const TLS_MS = 8_000;
const ANSWER_MS = 10_000;
const DAY_MS = 86_400_000;
/** A certificate that ends sooner is worth a word. */
const SOON_DAYS = 14;
const SHOWN_ADDRESSES = 4;

export interface WayPorts {
  env: Environment;
  /** ms since the epoch */
  clock: () => number;
  /** A clock that never goes back, in ms. */
  now: () => number;
}

interface Asked extends Endpoint, Omit<WayPorts, 'env'> {
  findings: Findings;
  acceptInvalid: boolean;
  route: Route;
}

/** The way to a remote server, step by step; ends at the first step that fails. */
export async function wayFindings(findings: Findings, config: PlainRemote, { env, ...clocks }: WayPorts): Promise<void> {
  let asked: Asked;
  try {
    const { url, headers } = endpointOf(config);
    findings.info('Address', shownAddress(url));
    asked = { ...clocks, findings, url, headers, acceptInvalid: config.tls.acceptInvalid, route: routeTo(url, config.tls, env) };
  } catch (error) {
    findings.failure('Address', error);
    return;
  }
  const { proxy } = asked.route;
  if (proxy !== null) findings.info('Proxy', `The way leads through ${proxy.url.host}, which ${proxy.variable} names`);
  const first = proxy?.url ?? asked.url;
  if (!(await nameFinding(asked, first)) || !(await portFinding(asked, first))) return;
  if (!(await certificateFinding(asked))) return;
  if (asked.url.protocol.startsWith('http')) await answerFinding(asked);
}

async function nameFinding({ findings, now }: Asked, { hostname }: URL): Promise<boolean> {
  const host = bare(hostname);
  if (isIP(host) !== 0) return true;
  const began = now();
  try {
    const addresses = (await within(NAME_MS, lookup(host, { all: true }), tooLate)).map(({ address }) => address);
    const more = addresses.length > SHOWN_ADDRESSES ? ` and ${addresses.length - SHOWN_ADDRESSES} more` : '';
    findings.ok('Name', `${host} is ${addresses.slice(0, SHOWN_ADDRESSES).join(', ')}${more}, asked in ${took(now() - began)}`);
    return true;
  } catch (error) {
    findings.failure('Name', asFailure(error, host));
    return false;
  }
}

async function portFinding({ findings, now }: Asked, address: URL): Promise<boolean> {
  const began = now();
  const socket = connect({ host: bare(address.hostname), port: Number(portOf(address)), autoSelectFamily: true });
  try {
    const open = new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    await within(CONNECT_MS, open, tooLate);
    findings.ok('Port', `${portOf(address)} is open at ${socket.remoteAddress ?? address.hostname}, after ${took(now() - began)}`);
    return true;
  } catch (error) {
    findings.failure('Port', asFailure(error, address.host));
    return false;
  } finally {
    hangUp(socket);
  }
}

async function certificateFinding({ findings, acceptInvalid, url, route, clock, now }: Asked): Promise<boolean> {
  const title = 'Certificate';
  if (url.protocol === 'http:' || url.protocol === 'ws:') {
    if (!isOwn(url))
      findings.warning(
        title,
        'There is none: everything travels readable by others',
        'Use an address that begins with https, if there is one.',
      );
    return true;
  }
  // Looked at before it is judged, so that there is something to tell of one that is refused.
  const lenient: Route = { ...route, tls: { ...route.tls, rejectUnauthorized: false } };
  const began = now();
  const opening = openSocket(lenient, url);
  try {
    const socket = await within(TLS_MS, opening, tooLate);
    if (!(socket instanceof TLSSocket)) return true;
    const certificate = certificateOf(socket);
    const about = `${describe(certificate)}; ${socket.getProtocol() ?? 'TLS'} after ${took(now() - began)}`;
    if (socket.authorized) findings.ok(title, about);
    else {
      const refusal = asFailure(Object.assign(new Error(), { code: String(socket.authorizationError) }), url.host);
      if (!acceptInvalid) findings.problem(title, `${refusal.message}: ${about}`, refusal.toData().hint);
      else findings.warning(title, `It is not checked, by your choice: ${about}`, 'Anybody on the way could read and change what travels.');
    }
    expiryFinding(findings, certificate, clock());
    return socket.authorized || acceptInvalid;
  } catch (error) {
    findings.failure(title, asFailure(error, url.host));
    return false;
  } finally {
    // Also one that comes too late.
    opening.then(hangUp, () => {});
  }
}

/** Node has none for a socket that was closed meanwhile, against its type. */
function certificateOf(socket: TLSSocket): Partial<PeerCertificate> {
  return (socket.getPeerCertificate() as PeerCertificate | null) ?? {};
}

function describe({ subject, issuer, valid_to }: Partial<PeerCertificate>): string {
  const issued = name(issuer);
  return `For ${name(subject)}, issued by ${issued}, valid until ${valid_to ?? 'an unknown day'}`;
}

/** Parts of a name can be there more than once. */
function name(parts: PeerCertificate['issuer'] | undefined): string {
  const found: unknown = parts?.O ?? parts?.CN;
  return Array.isArray(found) ? found.join(', ') : String(found ?? 'nobody named');
}

function expiryFinding(findings: Findings, { valid_to = '' }: Partial<PeerCertificate>, now: number): void {
  const left = Math.floor((Date.parse(valid_to) - now) / DAY_MS);
  if (left >= 0 && left < SOON_DAYS)
    findings.warning('Certificate', `It expires in ${left === 1 ? '1 day' : `${left} days`}`, 'Tell whoever runs the server.');
}

/** What a plain request is answered with. Servers may refuse it, or keep it waiting: only the trial shows whether they speak MCP. */
async function answerFinding({ findings, url, headers, route, now }: Asked): Promise<void> {
  headers.set('accept', 'application/json, text/event-stream');
  const fetching = fetchingBy(route);
  const abort = new AbortController();
  const began = now();
  try {
    const request = fetching.fetch(url, { method: 'GET', headers, redirect: 'manual', signal: abort.signal });
    const response = await within(ANSWER_MS, request, tooLate);
    tellAnswer(findings, factsOf(response, url.href, 'GET'), took(now() - began));
  } catch (error) {
    findings.failure('Answer', asFailure(error, url.host), 'warning');
  } finally {
    abort.abort();
    fetching.close();
  }
}

function tellAnswer(findings: Findings, { status, contentType, location }: HttpFacts, time: string): void {
  const text = `A plain request is answered with HTTP ${status}${contentType === '' ? '' : ` (${contentType})`} after ${time}`;
  const code = status ?? 0;
  if (code >= 300 && code < 400)
    findings.warning(
      'Answer',
      `${text}, and sent on to ${location ?? 'an unnamed address'}`,
      'If you trust that place, put its address into the server’s settings.',
    );
  // Without an account that is what a server that wants one should say; the trial tells whether there is one.
  else if (code === 401) findings.info('Answer', `${text}: it asks for sign-in or a key`);
  else if (code === 403) findings.warning('Answer', text, 'Check that your account or key may use the server.');
  else if (code >= 500) findings.warning('Answer', text, 'The server, or what stands before it, has trouble of its own.');
  else if (contentType === 'text/html') findings.warning('Answer', `${text}: a web page`, 'The path of MCP servers is often /mcp or /sse.');
  else findings.info('Answer', text);
}

/** Whatever else it says, it says to nobody. */
function hangUp(socket: Socket): void {
  socket.on('error', () => {}).destroy();
}

function tooLate(): never {
  throw Object.assign(new Error('No answer in time'), { code: 'ETIMEDOUT' });
}

function asFailure(error: unknown, host: string): AppError {
  if (error instanceof AppError) return error;
  const technical = error instanceof Error ? error.message : String(error);
  return networkFailure(error, host) ?? new AppError('network_failed', { host }, { technical });
}

/** Whether an address is of this computer, where nobody stands in between. */
function isOwn({ hostname }: URL): boolean {
  const host = bare(hostname);
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\./.test(host);
}
