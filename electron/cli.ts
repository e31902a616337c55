import { version } from '../package.json';
import { AppError } from '../shared/errors.ts';
import { accounts, login, logout } from './headless/cli/accounts.ts';
import { asksForJson, parseCommandLine } from './headless/cli/arguments.ts';
import type { CommandContext } from './headless/cli/command-context.ts';
import { add, call, list, remove, tools } from './headless/cli/commands.ts';
import { doctor } from './headless/cli/doctor.ts';
import { EXIT, exitCodeOf } from './headless/cli/exit-codes.ts';
import { HELP } from './headless/cli/help.ts';
import { writeError, writeJson } from './headless/cli/output.ts';
import { standardStreams } from './headless/cli/standard-streams.ts';
import { ownTerminal } from './headless/cli/terminal.ts';
import { dataFolder } from './headless/data-folder.ts';

const COMMANDS = { list, add, remove, tools, call, login, logout, accounts, doctor };

const output = standardStreams();

/** Runs one command line until `signal` aborts; resolves with its exit code and never rejects. */
async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    const line = parseCommandLine(argv);
    if (line.version) {
      if (line.json) writeJson(output, { version });
      else output.out(`${version}\n`);
      return EXIT.fine;
    }
    if (line.command === 'help') {
      if (line.json) writeJson(output, { help: HELP });
      else output.out(HELP);
      return EXIT.fine;
    }
    const folder = dataFolder({ home: line.home });
    if (line.command === 'serve') {
      const { serve } = await import('./serve.ts');
      return await serve({ dataFolder: folder, port: line.port, open: line.open, json: line.json, output, signal });
    }
    const context: CommandContext = { line, dataFolder: folder, version, output, terminal: ownTerminal(), signal };
    return await COMMANDS[line.command](context);
  } catch (error) {
    const failure = signal.aborted ? new AppError('cancelled') : error;
    return exitCodeOf(writeError(output, failure, asksForJson(argv)).code);
  }
}

const interrupt = new AbortController();
// SIGHUP: the terminal was closed.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // A second Ctrl+C does not wait for anything.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  });
}
const code = await run(process.argv.slice(2), interrupt.signal);
process.exit((await output.drained(interrupt.signal)) ? code : EXIT.interrupted);
