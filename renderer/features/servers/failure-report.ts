import type { LogLine, ServerDefinition } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { targetText } from './server-choices.tsx';

/** A failure as text to pass on. Names of variables and headers, never their values. */
export function failureReport(server: ServerDefinition, error: AppErrorData, lines: readonly LogLine[]): string {
  const { transport } = server;
  const secrets =
    transport.kind === 'stdio' ? Object.keys(transport.env) : transport.kind === 'remote' ? Object.keys(transport.headers) : [];
  return [
    `Server: ${server.name}`,
    `Target: ${targetText(server)}`,
    ...(secrets.length > 0 ? [`With: ${secrets.join(', ')}`] : []),
    `Failure: ${error.message} (${error.code})`,
    `Hint: ${error.hint}`,
    ...(error.technical === undefined ? [] : ['', error.technical]),
    ...(lines.length === 0
      ? []
      : ['', 'Last lines:', ...lines.map((line) => `${new Date(line.at).toISOString()} ${line.stream} ${line.text}`)]),
  ].join('\n');
}
