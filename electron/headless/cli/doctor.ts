import type { DoctorFinding, DoctorReport, ServerDefinition } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { Doctor } from '../../core/doctor/doctor.ts';
import type { TryConnect } from '../../core/doctor/trial.ts';
import { usageError } from './arguments.ts';
import type { CommandContext } from './commands.ts';
import { EXIT } from './exit-codes.ts';
import { oneLine, writeJson } from './output.ts';
import { openConnections, ownRuntimes, resolveTarget } from './target.ts';
import { targetText } from './target-text.ts';

const LEVELS: Readonly<Record<DoctorFinding['level'], string>> = { ok: 'ok', info: 'note', warning: 'warning', problem: 'PROBLEM' };
const LEVEL_WIDTH = 7;

/** `patchbay doctor [<server>|<url>] [-- command args…]`; without a target, of this computer. */
export async function doctor(context: CommandContext): Promise<number> {
  const { line, output, signal } = context;
  const [word, ...more] = line.words;
  if (more.length > 0 || (line.program && word !== undefined)) throw usageError('Name one server only');
  const server = word === undefined && !line.program ? null : resolveTarget(line, word, context.dataFolder);
  const report = await Promise.race([diagnose(context, server), whenAborted(signal)]);
  if (line.json) writeJson(output, report);
  else output.out(reportText(report));
  return report.findings.some(({ level }) => level === 'problem') ? EXIT.problem : EXIT.fine;
}

async function diagnose(context: CommandContext, server: ServerDefinition | null): Promise<DoctorReport> {
  const runtimes = ownRuntimes();
  const options = { ...context, timeoutMs: context.line.timeoutMs, verbose: false };
  const tryConnect: TryConnect = async (each, onState) => {
    const connections = await openConnections(each, runtimes, options);
    try {
      return await connections.test(each, context.signal, onState);
    } finally {
      await connections.shutdown();
    }
  };
  const { version, dataFolder } = context;
  const report = await new Doctor({
    version,
    dataFolder,
    env: process.env,
    runtimes,
    clock: Date.now,
    state: () => ({ kind: 'disconnected' }),
    exits: async () => [],
    tryConnect,
  }).report(server);
  const saved = context.line.words.length > 0 && server?.id !== 'cli';
  return server === null || saved ? report : { ...report, serverId: null, title: targetText(server) };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new AppError('cancelled'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function reportText({ title, findings }: DoctorReport): string {
  const width = Math.max(...findings.map((each) => oneLine(each.title).length));
  const indent = ' '.repeat(LEVEL_WIDTH + width + 4);
  const lines = findings.map(({ level, title: name, text, advice }) => {
    const first = `${LEVELS[level].padEnd(LEVEL_WIDTH)}  ${oneLine(name).padEnd(width)}  ${oneLine(text)}\n`;
    return advice === null ? first : `${first}${indent}→ ${oneLine(advice)}\n`;
  });
  const problems = findings.filter(({ level }) => level === 'problem').length;
  const summary = problems === 0 ? 'No problems found.' : problems === 1 ? '1 problem found.' : `${problems} problems found.`;
  return `${oneLine(title)}\n\n${lines.join('')}\n${summary}\n`;
}
