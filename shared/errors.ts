/**
 * Every failure a person can meet has one code here, with the sentence that says what happened and the hint
 * that says what to do. Templates take values from the error's data as `{name}`.
 */
export const ERRORS = {
  // The contract and its bridges
  invalid_input: { sentence: 'Some of what was entered is not valid', hint: 'Correct the marked fields.' },
  unknown_method: {
    sentence: 'Patchbay does not know the request "{method}"',
    hint: 'Restart the app: its parts may be of different versions.',
  },
  refused: { sentence: 'The request was refused', hint: 'Only the Patchbay window itself may ask for this.' },
  too_large: {
    sentence: 'The message is larger than the limit of {limit}',
    hint: 'Ask for less, or send less, at once. The size of a server’s messages is a limit in its settings.',
  },
  not_found: { sentence: 'There is no {what} "{id}"', hint: 'It may have been removed in the meantime.' },
  name_taken: { sentence: 'There is already a {what} called "{name}"', hint: 'Choose another name.' },
  internal: { sentence: 'Something inside Patchbay failed', hint: 'Copy the details and report them.' },
  unreachable: { sentence: 'Patchbay is not running', hint: 'Nothing was sent. Start it again.' },
  port_privileged: {
    sentence: 'Port {port} may not be used without special rights on this computer',
    hint: 'Choose another one with --port, 1024 or higher, or leave it out.',
  },
  port_in_use: { sentence: 'Port {port} is in use by another program', hint: 'Choose another one with --port, or leave it out.' },

  // The data folder
  data_locked: {
    sentence: 'The data folder is in use by another Patchbay (process {pid})',
    hint: 'Close that one first, or use another folder with PATCHBAY_HOME.',
  },
  data_damaged: { sentence: 'The file {file} could not be read', hint: 'It was set aside as {aside}; nothing in it was deleted.' },
  data_unreadable: {
    sentence: 'The file {file} could not be read',
    hint: 'Check that it belongs to you. Nothing in it is changed.',
  },
  data_unwritable: {
    sentence: 'The file {file} could not be written',
    hint: 'Check that the disk is not full and that the folder belongs to you.',
  },

  data_newer: {
    sentence: 'The file {file} was written by a newer Patchbay',
    hint: 'Update Patchbay to change it; until then it can only be read.',
  },

  data_folder_unusable: {
    sentence: 'The data folder {folder} cannot be used',
    hint: 'It must be a folder that you may write to. Choose another one with PATCHBAY_HOME or --home.',
  },

  // Starting a local server
  command_not_found: {
    sentence: 'The command “{command}” was not found',
    hint: '{advice}Install it, or give its full path in the server’s settings.',
  },
  command_not_executable: {
    sentence: 'The command “{command}” may not be run',
    hint: 'Make the file executable, or choose another command.',
  },
  start_refused: {
    sentence: 'This computer can start no other process at the moment',
    hint: 'It has no room left for one. Close programs or disconnect servers, then try again.',
  },
  folder_not_found: { sentence: 'The working folder “{folder}” does not exist', hint: 'Correct the folder in the server’s settings.' },
  process_exited: { sentence: 'The server stopped right after it started ({exit})', hint: 'Its last lines of output usually say why.' },
  keeps_dying: {
    sentence: 'The server ended {times} times within a minute ({exit})',
    hint: 'It is not started again by itself. Its last lines of output usually say why.',
  },
  variable_missing: {
    sentence: 'The variable {variable} is not set on this computer',
    hint: '{field} asks for it. Set it where Patchbay is started, or write the value itself.',
  },
  not_mcp: { sentence: '“{target}” started but does not speak MCP', hint: 'Check that the command or address belongs to an MCP server.' },

  // Reaching a remote server
  url_invalid: { sentence: '“{url}” is not an address of a server', hint: 'Write the whole address, such as https://example.com/mcp.' },
  host_not_found: { sentence: 'The host “{host}” was not found', hint: 'Check the address and your network connection.' },
  connection_refused: { sentence: 'Nothing answers at {host}', hint: 'Start the server, or correct the host and port in its address.' },
  port_refused: {
    sentence: 'The port of {host} is not allowed for web addresses',
    hint: 'Run the server on another port: this one is reserved for another service, so clients refuse it.',
  },
  tls_failed: { sentence: 'The secure connection to {host} failed', hint: 'Its certificate is not trusted on this computer: {detail}.' },
  ca_unreadable: {
    sentence: 'The certificate file “{file}” could not be read',
    hint: 'It must be a PEM file that you may read. Correct it in the server’s settings.',
  },
  websocket_refused: {
    sentence: 'The server did not accept a WebSocket',
    hint: 'It answered {status}. Check the address, or choose another transport.',
  },
  proxy_failed: {
    sentence: 'The proxy {proxy} did not let the connection through',
    hint: '{detail}. It is set by {variable} where Patchbay was started; NO_PROXY names hosts that are reached without it.',
  },
  network_failed: { sentence: 'The connection to {host} failed', hint: 'Check your network connection and try again.' },
  redirected: {
    sentence: 'The server sent Patchbay on to another place: {location}',
    hint: 'If you trust that place, put its address into the server’s settings.',
  },
  redirect_loop: {
    sentence: 'The server sends Patchbay around in a circle',
    hint: 'After several redirects it pointed to {location}. Ask whoever runs the server, or try that address.',
  },
  wrong_url: {
    sentence: 'There is no MCP server at this address',
    hint: 'The answer was {status}. The path of MCP servers is often /mcp or /sse.',
  },
  http_status: {
    sentence: 'The server answered with HTTP {status}',
    hint: '{wait}Try again later; if it stays, ask whoever runs the server.',
  },
  access_denied: { sentence: 'The server denied access (HTTP 403)', hint: 'Check that your account or key may use it.' },
  sign_in_needed: { sentence: 'The server asks for sign-in', hint: 'Sign in, or add your key in the server’s settings.' },
  key_refused: {
    sentence: 'The server refused the key',
    hint: 'It was sent as {field}. Check that it is complete, still valid, and of the right account.',
  },
  scope_needed: {
    sentence: 'The server asks for more permissions: {scopes}',
    hint: 'Sign in again to grant them. Nothing was changed.',
  },

  // Signing in (OAuth 2.1, MCP Authorization)
  auth_discovery_failed: {
    sentence: '{host} does not say how to sign in',
    hint: '{detail} If you have a key for it, add that in the server’s settings instead.',
  },
  auth_answer_invalid: {
    sentence: '{host} gave an answer that makes no sense while signing in',
    hint: '{detail} Whoever runs it has to mend that.',
  },
  auth_unreachable: { sentence: '{host} could not be reached to sign in', hint: '{detail} Check your network connection and try again.' },
  auth_insecure: {
    sentence: '{host} would have Patchbay sign in over an unprotected connection',
    hint: 'Sign-in goes over https only, except on this computer.',
  },
  auth_private_address: {
    sentence: 'The server points to the private address {host} for sign-in',
    hint: 'That lies further inside than the server itself, so it can be an attempt to reach into your network or this computer. Nothing was sent there.',
  },
  auth_redirected: {
    sentence: '{host} sends Patchbay on to another place while signing in',
    hint: 'It pointed to {location}, which is not followed: secrets could go to somebody else.',
  },
  auth_issuer_mismatch: {
    sentence: 'The sign-in server calls itself {found}, but {expected} was asked',
    hint: 'That can be an attempt to mix up two servers, so nothing was stored. If you know the server and trust it, allow this in its settings.',
  },
  auth_issuer_changed: {
    sentence: 'The server names another sign-in server than before: {found}',
    hint: 'The client id of its settings belongs to {expected}, so nothing was sent. If the change is right, forget the server’s secrets in Settings → Security and enter the client again.',
  },
  auth_response_issuer: {
    sentence: 'The answer of the browser came from another sign-in server than the one that was asked',
    hint: 'That can be an attack, so it was not used. Sign in again.',
  },
  auth_state_mismatch: {
    sentence: 'The answer of the browser belongs to another sign-in',
    hint: 'It was not used. Close old sign-in pages and sign in again.',
  },
  auth_not_its_end: {
    sentence: 'That is not the address at which this sign-in ends',
    hint: 'Agree in the browser first. Then copy the whole address from its address bar: it begins with {redirect}.',
  },
  auth_resource_mismatch: {
    sentence: 'The sign-in is for another server: {found}',
    hint: 'Its access could be used against that server, so nothing was asked for. Check the address of this server.',
  },
  auth_no_pkce: {
    sentence: '{host} does not support the protection that signing in requires (PKCE with S256)',
    hint: 'Whoever runs it has to switch that on. If you have a key for it, add that in the server’s settings instead.',
  },
  auth_client_needed: {
    sentence: '{host} does not let apps register themselves',
    hint: 'Register Patchbay there by hand with the redirect address {redirect}, then enter the client id in the server’s settings.',
  },
  auth_registration_refused: {
    sentence: '{host} refused to register Patchbay: {detail}',
    hint: 'Register it there by hand with the redirect address {redirect}, then enter the client id in the server’s settings.',
  },
  auth_client_refused: {
    sentence: '{host} does not know this client',
    hint: 'Check the client id and secret in the server’s settings. One that Patchbay registered itself is registered anew the next time.',
  },
  auth_redirect_refused: {
    sentence: '{host} does not accept the redirect address {redirect}',
    hint: 'Enter exactly this address for the client there, or choose another kind of redirect in the server’s settings.',
  },
  auth_denied: { sentence: 'Access was not granted', hint: 'It was declined in the browser. Sign in again if that was not intended.' },
  auth_refused: {
    sentence: '{host} refused the sign-in: {detail}',
    hint: 'Its error is “{error}”. Try again; if it stays, ask whoever runs it.',
  },
  auth_scope_refused: {
    sentence: '{host} does not grant the permissions asked for: {scopes}',
    hint: 'Change the permissions in the server’s settings, or ask whoever runs it.',
  },
  auth_clock_skew: {
    sentence: 'The clock of this computer differs from that of {host} by {minutes} minutes',
    hint: 'Sign-ins are refused or end early with a wrong clock. Set the clock, then sign in again.',
  },
  auth_timeout: { sentence: 'Nobody came back from the browser within {minutes} minutes', hint: 'Sign in again when you are ready.' },
  auth_port_busy: {
    sentence: 'No port is free for the browser to come back to',
    hint: 'Ports {ports} of 127.0.0.1 are in use, and no other could be opened. Close other programs that sign in, then try again.',
  },
  auth_browser_failed: { sentence: 'The browser could not be opened', hint: 'Copy the address and open it yourself.' },
  auth_too_often: {
    sentence: 'The server asks for sign-in again and again',
    hint: 'It did not accept what it had just given. Ask whoever runs it.',
  },

  // Links to Patchbay
  link_unknown: {
    sentence: 'Patchbay does not know the link {link}',
    hint: 'Nothing was done. If it came from a page that you trust, Patchbay may be too old for it.',
  },
  link_unexpected: {
    sentence: 'No sign-in waits for this answer of the browser',
    hint: 'It was not used. Start the sign-in again from the server in Patchbay.',
  },

  // Secrets
  vault_unset: {
    sentence: 'This computer has no keychain that Patchbay can use',
    hint: 'Choose a passphrase, or keep secrets for this session only, in Settings → Security.',
  },
  vault_locked: { sentence: 'The secrets are locked', hint: 'Unlock them with your passphrase.' },
  vault_damaged: {
    sentence: 'The file of the secrets cannot be read',
    hint: 'It was set aside as {aside}; nothing in it was deleted. The version before it was tried as well.',
  },
  vault_recovered: {
    sentence: 'The file of the secrets was damaged',
    hint: 'The version before it took its place, so the last change may be missing. The damaged one was set aside as {aside}.',
  },
  secret_damaged: {
    sentence: 'A secret in the vault cannot be read',
    hint: 'It was changed from outside. Enter it again, or sign in again; where that is not enough, forget the server’s secrets in Settings → Security first.',
  },
  vault_foreign: {
    sentence: 'The secrets were locked on another computer or by another user',
    hint: 'They stay as they are. Unlock them with their passphrase, or start with a new vault in Settings → Security.',
  },
  passphrase_unreadable: {
    sentence: 'The passphrase could not be read from {file}',
    hint: 'PATCHBAY_PASSPHRASE_FILE names it. It must be a file with the passphrase alone, which you may read.',
  },
  passphrase_wrong: { sentence: 'That is not the passphrase', hint: 'Nothing was changed. Try again.' },
  keychain_failed: {
    sentence: 'The keychain of this computer did not answer',
    hint: '{detail} Unlock it and try again; nothing is lost.',
  },
  secret_missing: {
    sentence: '{field} is not in the vault',
    hint: 'Enter it again in the server’s settings.',
  },

  // Speaking MCP
  connect_timeout: {
    sentence: 'The server did not answer within {seconds} s',
    hint: 'It may be overloaded or waiting for something. Try again, or look at its output.',
  },
  list_timeout: {
    sentence: 'The server did not list its tools within {seconds} s',
    hint: 'Raise the limit for lists in the server’s settings if it needs longer, or look at its output.',
  },
  version_unsupported: {
    sentence: 'The server speaks a protocol version that Patchbay does not know',
    hint: 'Update the server or Patchbay.',
  },
  protocol_error: { sentence: 'The server broke the protocol', hint: 'Its answer was: {detail}' },
  connection_lost: {
    sentence: 'The connection to the server was lost',
    hint: 'The request may or may not have run. Connect again, then repeat it if you want.',
  },
  no_answer: {
    sentence: 'The server stopped answering',
    hint: 'Two questions in a row stayed without an answer. It may be overloaded, or the network may be gone.',
  },
  session_lost: {
    sentence: 'The server no longer knows this session',
    hint: 'It was probably restarted. Patchbay opens a new one.',
  },
  not_connected: { sentence: 'The server is not connected', hint: 'Connect it first.' },
  disabled: { sentence: 'The server is disabled', hint: 'Enable it first.' },

  // Calling a tool
  tool_not_found: { sentence: 'The server has no tool called “{tool}”', hint: 'Check the spelling, or reload the list of tools.' },
  invalid_arguments: { sentence: 'The arguments do not fit the tool', hint: '{detail}' },
  server_error: { sentence: 'The server refused the call: {detail}', hint: 'Its error code is {rpcCode}.' },
  input_needed: {
    sentence: 'The tool asks for {what} before it goes on',
    hint: 'Patchbay cannot answer such questions. The call was not finished.',
  },
  call_timeout: {
    sentence: 'The tool did not answer within {seconds} s',
    hint: 'It may still be running on the server. Raise the call timeout in the server’s settings if it needs longer.',
  },
  cancelled: { sentence: 'Cancelled', hint: 'The server was told to stop.' },
} as const satisfies Record<string, { sentence: string; hint: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Values for a code's templates, and facts for whoever wants more. Never a secret. */
export type ErrorDetails = Record<string, string | number | boolean | readonly string[] | readonly InputIssue[] | undefined>;

/** One rejected field: `path` in dots from the input's root, e.g. `transport.url`. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** An error as it travels: over a bridge, in a state, in `--json` output. */
export interface AppErrorData {
  readonly code: ErrorCode;
  /** The sentence of the code with its values filled in. */
  readonly message: string;
  readonly hint: string;
  /** Technical text for the details view: stderr lines, the cause's own message. */
  readonly technical?: string;
  readonly details?: ErrorDetails;
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    return value === undefined ? '' : String(value);
  });
}

/** The one error class: branch on `code`, show `message` and `hint`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly technical: string | undefined;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options: { technical?: string; cause?: unknown } = {}) {
    super(fill(ERRORS[code].sentence, details), { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
    this.technical = options.technical;
  }

  toData(): AppErrorData {
    return {
      code: this.code,
      message: this.message,
      hint: fill(ERRORS[this.code].hint, this.details),
      ...(this.technical === undefined ? {} : { technical: this.technical }),
      ...(Object.keys(this.details).length === 0 ? {} : { details: this.details }),
    };
  }

  static fromData(data: AppErrorData): AppError {
    return new AppError(data.code, data.details ?? {}, data.technical === undefined ? {} : { technical: data.technical });
  }
}

/** Any thrown value as data; what is not an AppError becomes `internal` with its text as technical detail. */
export function toErrorData(error: unknown): AppErrorData {
  if (error instanceof AppError) return error.toData();
  const technical = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AppError('internal', {}, { technical }).toData();
}
