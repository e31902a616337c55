import type { DoctorFinding, DoctorReport, ServerDefinition, ServerState } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { Doctor } from '../../core/doctor/doctor.ts';
import type { TryConnect } from '../../core/doctor/trial.ts';
import type { Runtimes } from '../../core/runtime/runtimes.ts';
import { type Access, passingAccess, unaskedAccess } from './access.ts';
import { usageError } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { readLineSecrets } from './line-secrets.ts';
import { openServer, ownRuntimes } from './open-server.ts';
import { oneLine, writeJson } from './output.ts';
import { definitionSecrets } from './saved-servers.ts';
import { resolveTarget, UNSAVED_ID } from './target.ts';
import { targetText } from './target-text.ts';

const LEVELS: Readonly<Record<DoctorFinding['level'], string>> = { ok: 'ok', info: 'note', warning: 'warning', problem: 'PROBLEM' };
const LEVEL_WIDTH = 7;

/** `patchbay doctor [<server>|<url>] [-- command args…]`; without a target, of this computer. */
export async function doctor(context: CommandContext): Promise<number> {
  const { line, output } = context;
  const [word, ...more] = line.words;
  if (more.length > 0 || (line.program && word !== undefined)) throw usageError('Name one server only');
  const secrets = await readLineSecrets(line, context.terminal, context.signal);
  const server = word === undefined && !line.program ? null : resolveTarget(line, word, context.dataFolder, secrets);
  const report = await diagnosis(context, server);
  if (line.json) writeJson(output, report);
  else output.out(reportText(report));
  return report.findings.some(({ level }) => level === 'problem') ? EXIT.problem : EXIT.fine;
}

/** Throws cancelled; the server of a trial has been ended then. */
async function diagnosis(context: CommandContext, server: ServerDefinition | null): Promise<DoctorReport> {
  const runtimes = ownRuntimes();
  // A diagnosis asks for nothing: that the secrets are locked is a finding.
  const access = server === null || server.id === UNSAVED_ID ? passingAccess() : unaskedAccess(context);
  const secrets = definitionSecrets(access.vault);
  let trial: Promise<unknown> = Promise.resolve();
  const tryConnect: TryConnect = (each, onState) => {
    const trying = tryOnce(context, each, runtimes, access, onState);
    trial = trying.catch(() => {});
    return trying;
  };
  const { version, dataFolder, signal } = context;
  const doctor = new Doctor({
    version,
    dataFolder,
    env: process.env,
    runtimes,
    clock: Date.now,
    state: () => ({ kind: server?.enabled === false ? 'disabled' : 'disconnected' }),
    exits: async () => [],
    tryConnect,
    secret: (id) => (ref) => secrets.read(id, ref),
  });
  try {
    const report = await Promise.race([doctor.report(server), whenAborted(signal)]);
    return server?.id === UNSAVED_ID ? { ...report, serverId: null, title: targetText(server) } : report;
  } finally {
    await trial;
  }
}

async function tryOnce(
  context: CommandContext,
  server: ServerDefinition,
  runtimes: Runtimes,
  access: Access,
  onState: (state: ServerState) => void,
) {
  const open = await openServer(server, runtimes, access, context);
  try {
    return await open.connections.test(server, context.signal, onState);
  } finally {
    await open.close();
  }
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
