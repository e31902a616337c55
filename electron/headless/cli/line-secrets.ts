import { readFileSync } from 'node:fs';
import { connectorFor } from '../../../shared/connectors.ts';
import { DEFAULT_AUTH } from '../../../shared/contract/constants.ts';
import type { RemoteConfig, TransportInput } from '../../../shared/contract/model.ts';
import { VARIABLE } from '../../core/config/variable.ts';
import { type Entered, mapValues } from '../../core/secrets/transport-values.ts';
import { type CommandLine, usageError } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** What a command line has from standard input: other users of a computer can read its words. */
export interface LineSecrets {
  readonly token: string | null;
  readonly clientSecret: string | null;
}

export const NO_SECRETS: LineSecrets = { token: null, clientSecret: null };

/** Throws invalid_input where nothing comes, cancelled. */
export async function readLineSecrets(line: CommandLine, terminal: Terminal, signal: AbortSignal): Promise<LineSecrets> {
  const token = line.tokenStdin ? await secretFrom(terminal, 'Key: ', signal) : null;
  const clientSecret = line.clientSecretStdin ? await secretFrom(terminal, 'Client secret: ', signal) : null;
  return { token, clientSecret };
}

async function secretFrom(terminal: Terminal, question: string, signal: AbortSignal): Promise<string> {
  const text = terminal.isThere ? await terminal.askHidden(question, signal) : standardInput();
  const secret = text?.trim();
  if (!secret) throw usageError('Standard input was empty: the secret is expected there');
  return secret;
}

function standardInput(): string {
  try {
    return readFileSync(0, 'utf8');
  } catch (error) {
    throw usageError(`Standard input could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The same with the secrets of `auth` on their way into the vault, whatever they read like; a variable stays. */
export function withAuthMarked(transport: TransportInput): TransportInput {
  return mapValues<Entered>(transport, (value, { kind }) =>
    kind === 'auth' && typeof value === 'string' && value !== '' && value.match(VARIABLE) === null ? { $new: value } : value,
  );
}

/** How a command line has its address told who asks: with a key the way the service takes it, otherwise by signing in. */
export function authOf(line: CommandLine, url: string, { token, clientSecret }: LineSecrets): RemoteConfig['auth'] {
  const connector = connectorFor({ url });
  if (token !== null) {
    const { header, prefix } = connector?.key ?? { header: 'Authorization', prefix: 'Bearer ' };
    if (header === 'Authorization' && prefix === 'Bearer ') return { kind: 'bearer', token };
    return { kind: 'header', name: header, prefix, value: token };
  }
  if (line.clientId === undefined) return DEFAULT_AUTH;
  const { scopes, redirect } = connector?.oauth ?? DEFAULT_AUTH;
  return { ...DEFAULT_AUTH, clientId: line.clientId, clientSecret, scopes, redirect };
}
