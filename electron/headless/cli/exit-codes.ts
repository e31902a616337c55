import type { ErrorCode } from '../../../shared/errors.ts';

/** Exit codes of the command line; part of its public face. */
export const EXIT = {
  fine: 0,
  toolError: 1,
  problem: 1,
  usage: 2,
  notConnected: 3,
  person: 4,
  timedOut: 5,
  internal: 70,
  interrupted: 130,
} as const;

const USAGE: readonly ErrorCode[] = [
  'invalid_input',
  'invalid_arguments',
  'tool_not_found',
  'not_found',
  'name_taken',
  'url_invalid',
  'disabled',
  'data_locked',
  'data_newer',
  'data_damaged',
  'data_unreadable',
  'data_unwritable',
  'data_folder_unusable',
  'port_in_use',
  'port_privileged',
  'vault_damaged',
  'passphrase_unreadable',
];

/** What only a person can put right: an access, a key, a passphrase. */
const PERSON: readonly ErrorCode[] = [
  'sign_in_needed',
  'key_refused',
  'scope_needed',
  'auth_client_needed',
  'auth_client_refused',
  'auth_denied',
  'auth_browser_failed',
  'secret_missing',
  'secret_damaged',
  'vault_unset',
  'vault_locked',
  'vault_foreign',
  'passphrase_wrong',
  'keychain_failed',
];

/** The exit code for a failure; whatever is not named otherwise kept Patchbay from talking to the server. */
export function exitCodeOf(code: ErrorCode): number {
  if (USAGE.includes(code)) return EXIT.usage;
  if (PERSON.includes(code)) return EXIT.person;
  switch (code) {
    case 'server_error':
      return EXIT.toolError;
    case 'connect_timeout':
    case 'list_timeout':
    case 'no_answer':
    case 'call_timeout':
    case 'auth_timeout':
      return EXIT.timedOut;
    case 'cancelled':
      return EXIT.interrupted;
    case 'internal':
      return EXIT.internal;
    default:
      return EXIT.notConnected;
  }
}
