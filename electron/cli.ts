import { writeSync } from 'node:fs';
import { version } from '../package.json';
import { AppError } from '../shared/errors.ts';
import { parseCommandLine } from './headless/cli/arguments.ts';
import { add, type CommandContext, call, list, remove, tools } from './headless/cli/commands.ts';
import { EXIT, exitCodeOf } from './headless/cli/exit-codes.ts';
import { HELP } from './headless/cli/help.ts';
import { type Output, writeError } from './headless/cli/output.ts';
import { dataFolder } from './headless/data-folder.ts';

const COMMANDS = { list, add, remove, tools, call };

/** Writes all of a text even into a slow pipe; whoever stopped reading (`| head`) is no failure. */
function write(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

const output: Output = { out: (text) => write(1, text), err: (text) => write(2, text) };

/** Runs one command line; resolves with its exit code and never rejects. */
async function run(argv: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  const onSignal = () => {
    // A second Ctrl+C does not wait for anything.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const line = parseCommandLine(argv);
    if (line.version) {
      output.out(`${version}\n`);
      return EXIT.fine;
    }
    if (line.command === 'help') {
      output.out(HELP);
      return EXIT.fine;
    }
    const folder = dataFolder({ home: line.home });
    if (line.command === 'serve') {
      const { serve } = await import('./serve.ts');
      return await serve({ dataFolder: folder, port: line.port, open: line.open, signal: interrupt.signal });
    }
    const context: CommandContext = { line, dataFolder: folder, version, output, signal: interrupt.signal };
    return await COMMANDS[line.command](context);
  } catch (error) {
    const failure = interrupt.signal.aborted ? new AppError('cancelled') : error;
    return exitCodeOf(writeError(output, failure, argv.includes('--json')).code);
  }
}

process.exit(await run(process.argv.slice(2)));
