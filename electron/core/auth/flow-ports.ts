import type { SignInStep } from '../../../shared/contract/auth.ts';
import type { PlainRemote } from '../../../shared/contract/model.ts';
import type { Environment } from '../transports/proxy-choice.ts';
import type { OAuthClient } from './grant.ts';
import type { PendingSignIn } from './sign-in/pending-sign-ins.ts';

type Auth<K extends PlainRemote['auth']['kind']> = Extract<PlainRemote['auth'], { kind: K }>;

/** What is signed in to, and how. */
export interface AuthTarget {
  /** The address of the server, without the query values of its definition. */
  readonly server: URL;
  readonly tls: PlainRemote['tls'];
  /** WWW-Authenticate of the refusal that led here; may be empty. */
  readonly challenge: string;
  /** Permissions to ask for beside those that the server asks for: those already granted, and those of a step-up. */
  readonly scopes: readonly string[];
  /**
   * The issuer that a client id entered by the person was used with; null: none yet. Another one is refused, so that a server
   * that names a new sign-in server does not get the secret sent there.
   */
  readonly boundIssuer: string | null;
}

export interface FlowTarget extends AuthTarget {
  readonly auth: Auth<'oauth'>;
  /** Where a document describes Patchbay as a client (CIMD); null: nowhere. */
  readonly clientMetadataUrl: string | null;
}

export interface CredentialsTarget extends AuthTarget {
  readonly auth: Auth<'clientCredentials'>;
}

export interface AssertionTarget extends AuthTarget {
  readonly auth: Auth<'assertion'>;
}

/** What every exchange with a sign-in server needs. */
export interface TokenPorts {
  now(): number;
  randomBytes(count: number): Buffer;
  readonly env: Environment;
  /** Ends it; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Told of every secret before it travels, so that no text shows it. */
  addSecret(value: string): void;
  /** How long one exchange with a sign-in server may take, in ms; 20 s when left out. */
  readonly exchangeMs?: number | undefined;
}

/** Where a sign-in stands, beside its steps. */
export interface FlowFacts {
  readonly status: 'running' | 'browser';
  /** Scheme, host and path where the browser was sent. */
  readonly address: string | null;
  readonly redirect: string | null;
  readonly scopes: readonly string[];
}

export interface FlowPorts extends TokenPorts {
  /** May reject with auth_browser_failed: the sign-in goes on, since the person can open the address by hand. */
  openBrowser(url: string): Promise<void>;
  /** Deep links `patchbay://oauth/callback?…` as they come. */
  readonly appRedirects: { next(signal: AbortSignal): Promise<URL> };
  /** The next address that the person pastes, at which the browser ended. Never settles where nobody does. */
  pasted(): Promise<URL>;
  /** The browser came back: time to bring the app forward. */
  onAnswered(): void;
  /** What it takes to go on when the answer, a link of the app, starts the app anew. */
  keepPending(pending: Omit<PendingSignIn, 'account'>): Promise<void>;
  onStep(steps: readonly SignInStep[], facts: FlowFacts): void;
  knownClient(issuer: string): Promise<OAuthClient | undefined>;
  saveClient(client: OAuthClient): Promise<void>;
  forgetClient(issuer: string): Promise<void>;
  /** How long the person may take in the browser, in ms; 10 minutes when left out. */
  readonly browserMs?: number | undefined;
  /** Ports for the browser to come back to, instead of the usual ones. */
  readonly callbackPorts?: readonly number[] | undefined;
}
