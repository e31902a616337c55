import type { ServerDefinition } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { Sentence } from '../../messages/sentence.ts';
import type { AuthField } from '../../stores/dialog-store.ts';
import type { VaultNeed } from '../../stores/vault-gate-store.ts';
import { scopesOf } from '../sign-in/scopes-of.ts';

export type AdviceAction =
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'edit'; readonly field?: AuthField }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'allowMore'; readonly scopes: readonly string[] }
  | { readonly kind: 'unlock'; readonly need: VaultNeed }
  | { readonly kind: 'log' };

/** One thing to try. */
export interface Advice {
  readonly text: Sentence;
  readonly action: AdviceAction | null;
}

/** Where a well-known command comes from. */
const INSTALLERS: Readonly<Record<string, { readonly name: string; readonly url: string }>> = {
  uv: { name: 'uv', url: 'https://docs.astral.sh/uv/getting-started/installation/' },
  uvx: { name: 'uv', url: 'https://docs.astral.sh/uv/getting-started/installation/' },
  node: { name: 'Node.js', url: 'https://nodejs.org/en/download' },
  npx: { name: 'Node.js', url: 'https://nodejs.org/en/download' },
  npm: { name: 'Node.js', url: 'https://nodejs.org/en/download' },
  python: { name: 'Python', url: 'https://www.python.org/downloads/' },
  python3: { name: 'Python', url: 'https://www.python.org/downloads/' },
  pip: { name: 'Python', url: 'https://www.python.org/downloads/' },
  docker: { name: 'Docker', url: 'https://docs.docker.com/get-started/get-docker/' },
  bun: { name: 'Bun', url: 'https://bun.sh/docs/installation' },
  bunx: { name: 'Bun', url: 'https://bun.sh/docs/installation' },
  deno: { name: 'Deno', url: 'https://docs.deno.com/runtime/getting_started/installation/' },
};

const EDIT: AdviceAction = { kind: 'edit' };
const LOG: AdviceAction = { kind: 'log' };

function commandName(command: string): string {
  return (command.split(/[\\/]/).at(-1) ?? command).replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
}

/** What to try after a failure, the most likely first. Empty: the error's own hint is all there is. */
export function failureAdvice(error: AppErrorData, { transport }: Pick<ServerDefinition, 'transport'>): Advice[] {
  const command = transport.kind === 'stdio' ? transport.command : '';
  const host = String(error.details?.host ?? '');
  switch (error.code) {
    case 'command_not_found': {
      const installer = INSTALLERS[commandName(command)];
      return [
        ...(installer
          ? [
              {
                text: { id: 'failure.try.install', values: { package: installer.name, command: commandName(command) } },
                action: { kind: 'open', url: installer.url },
              } as const,
            ]
          : []),
        { text: { id: 'failure.try.fullPath', values: { command } }, action: EDIT },
      ];
    }
    case 'command_not_executable':
      return [{ text: { id: 'failure.try.checkCommand' }, action: EDIT }];
    case 'folder_not_found':
      return [{ text: { id: 'failure.try.folder' }, action: EDIT }];
    case 'process_exited':
    case 'keeps_dying':
      return [
        { text: { id: 'failure.try.readLog' }, action: LOG },
        { text: { id: 'failure.try.checkCommand' }, action: EDIT },
      ];
    case 'not_mcp':
      return [
        transport.kind === 'stdio'
          ? { text: { id: 'failure.try.checkCommand' }, action: EDIT }
          : { text: { id: 'failure.try.address' }, action: EDIT },
        ...(transport.kind === 'remote' && transport.mode === 'auto'
          ? [{ text: { id: 'failure.try.transport' }, action: EDIT } as const]
          : []),
      ];
    case 'url_invalid':
    case 'port_refused':
    case 'websocket_refused':
    case 'host_not_found':
    case 'redirected':
    case 'wrong_url':
      return [{ text: { id: 'failure.try.address' }, action: EDIT }];
    case 'connection_refused':
      return [
        { text: { id: 'failure.try.running', values: { host } }, action: null },
        { text: { id: 'failure.try.address' }, action: EDIT },
      ];
    case 'sign_in_needed':
      return [...signInAdvice(transport), { text: { id: 'failure.try.key' }, action: { kind: 'edit', field: 'auth' } }];
    case 'access_denied':
      return [{ text: { id: 'failure.try.key' }, action: { kind: 'edit', field: 'auth' } }];
    case 'key_refused':
    case 'secret_missing':
    case 'secret_damaged':
      return [{ text: { id: 'failure.try.keyAgain' }, action: { kind: 'edit', field: 'key' } }];
    case 'scope_needed':
      return [{ text: { id: 'failure.try.allowMore' }, action: { kind: 'allowMore', scopes: scopesOf(error) } }];
    case 'vault_locked':
      return [{ text: { id: 'failure.try.unlock' }, action: { kind: 'unlock', need: 'unlock' } }];
    case 'vault_unset':
      return [{ text: { id: 'failure.try.vault' }, action: { kind: 'unlock', need: 'choose' } }];
    case 'auth_clock_skew':
    case 'auth_timeout':
    case 'auth_denied':
    case 'auth_too_often':
      return signInAdvice(transport);
    case 'variable_missing':
      return [{ text: { id: 'failure.try.variable', values: { variable: String(error.details?.variable ?? '') } }, action: EDIT }];
    case 'tls_failed':
    case 'ca_unreadable':
      return [{ text: { id: 'failure.try.certificate' }, action: EDIT }];
    case 'connection_lost':
    case 'no_answer':
    case 'session_lost':
    case 'connect_timeout':
    case 'list_timeout':
      return transport.kind === 'stdio'
        ? [{ text: { id: 'failure.try.readLog' }, action: LOG }]
        : [{ text: { id: 'failure.try.again' }, action: null }];
    default:
      return [];
  }
}

function signInAdvice(transport: ServerDefinition['transport']): Advice[] {
  return transport.kind === 'remote' && transport.auth.kind === 'oauth'
    ? [{ text: { id: 'failure.try.signIn' }, action: { kind: 'signIn' } }]
    : [];
}

/** Codes whose advice says all that their hint says. */
const COVERED: ReadonlySet<AppErrorData['code']> = new Set([
  'connection_lost',
  'command_not_found',
  'command_not_executable',
  'folder_not_found',
  'process_exited',
  'sign_in_needed',
  'vault_locked',
]);

/** The hint of an error, or empty where its advice makes it a repetition. */
export function remainingHint({ code, hint }: AppErrorData): string {
  return COVERED.has(code) ? '' : hint;
}

/** Codes of a connection that stood. */
const LOST: ReadonlySet<AppErrorData['code']> = new Set(['connection_lost', 'no_answer', 'session_lost']);

/** The title of a failure: what the server could not do. */
export function failureTitle(error: AppErrorData, { name, transport }: Pick<ServerDefinition, 'name' | 'transport'>): Sentence {
  const values = { name };
  if (error.code === 'sign_in_needed') return { id: 'failure.signIn', values };
  if (error.code === 'scope_needed') return { id: 'allowMore.title', values };
  if (error.code === 'keeps_dying') return { id: 'failure.keepsEnding', values };
  if (LOST.has(error.code)) return { id: 'failure.lost', values };
  return { id: transport.kind === 'stdio' ? 'failure.couldNotStart' : 'failure.couldNotConnect', values };
}
