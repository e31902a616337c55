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
  patchbay doctor [<server|url>]                    what is right and wrong with it, or with this computer
  patchbay doctor -- <command> [args…]
  patchbay serve [--port N] [--no-open]             the app in a browser tab

A <server> is a saved server's name or id.

Options
  --args JSON|@file|-       arguments of the tool: JSON, a file, or standard input
  --transport auto|http|sse|websocket
                            how to speak to an address (auto)
  --header 'Name: value'    for an address; may be repeated
  --env NAME=value          for a command; may be repeated
  --cwd FOLDER              where a command runs
  --timeout MS              limit of connecting, of each page of the list of tools and of the call
                            (more for a call that tells progress); with add: of each call
  --name, --category        for add
  --home FOLDER             data folder (or PATCHBAY_HOME)
  --json                    one JSON document on standard output
  --verbose                 steps and the server's own output on standard error

Exit codes
  0 fine · 1 the tool answered with an error, or the doctor found a problem
  2 usage or invalid arguments
  3 could not connect · 4 sign-in needed · 5 timed out · 70 internal · 130 interrupted
`;
