export const HELP = `Patchbay: connect to MCP servers and try their tools

Usage
  patchbay list                                     saved servers
  patchbay add [<name>] <url>                       save a remote server
  patchbay add [<name>] -- <command> [args…]        save a local server
  patchbay remove <server>
  patchbay tools <server|url>                       what a server offers
  patchbay tools -- <command> [args…]
  patchbay call <server|url> <tool> [--args …]      run a tool
  patchbay call <tool> [--args …] -- <command> [args…]
  patchbay login <server|url>                       sign in to a saved server, or to a further account of it
  patchbay logout <server|url>                      forget an account, and revoke its access where that is possible
  patchbay accounts [<server|url>]                  who is signed in where
  patchbay doctor [<server|url>]                    what is right and wrong with it, or with this computer
  patchbay doctor -- <command> [args…]
  patchbay serve [--port N] [--no-open]             the app in a browser tab

A <server> is a saved server's name or id. For login, logout and accounts a <url> is that of a saved server.

Options
  --args JSON|@file|-       arguments of the tool: JSON, a file, or standard input
  --transport auto|http|sse|websocket
                            how to speak to an address (auto)
  --header 'Name: value'    for an address; may be repeated
  --token-stdin             for an address: its key, from standard input
  --client-id ID            for an address, and with login: the id of a client that was registered by hand
  --client-secret-stdin     the secret of that client, from standard input
  --login                   sign in when the server asks for it, without asking first
  --no-browser              show the address to sign in at, and take the one where the browser ended
  --account NAME|new        which account of a saved server; "new" signs in to a further one
  --env NAME=value          for a command; may be repeated
  --cwd FOLDER              where a command runs
  --timeout MS              limit of connecting, of each page of the list of tools and of the call
                            (more for a call that tells progress); with add: of each call
  --name, --category        for add
  --home FOLDER             data folder (or PATCHBAY_HOME)
  --json                    one JSON document on standard output
  --verbose                 steps and the server's own output on standard error

Secrets
  Other programs see what stands in a command line, and the shell keeps it: use --token-stdin, or \${env:NAME} as a value.
  Header values and variables that look like secrets are kept under the system's keychain, or a passphrase:
  PATCHBAY_PASSPHRASE_FILE names a file that holds it, otherwise it is asked for.

Exit codes
  0 fine · 1 the tool answered with an error, or the doctor found a problem
  2 usage or invalid arguments
  3 could not connect · 4 a person is needed: sign-in, a key, a passphrase · 5 timed out · 70 internal · 130 interrupted
`;
