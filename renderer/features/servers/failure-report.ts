import type { LogLine, ServerDefinition } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { sentNames } from './sent-names.ts';
import { targetText } from './server-choices.tsx';

/** A failure as text to pass on. Names of variables and headers, never their values. */
export function failureReport(server: ServerDefinition, error: AppErrorData, lines: readonly LogLine[]): string {
  const { env, headers, query } = sentNames(server.transport);
  const sent = [...env, ...headers, ...query];
  return [
    `Server: ${server.name}`,
    `Target: ${targetText(server)}`,
    ...(sent.length > 0 ? [`With: ${sent.join(', ')}`] : []),
    `Failure: ${error.message} (${error.code})`,
    `Hint: ${error.hint}`,
    ...(error.technical === undefined ? [] : ['', error.technical]),
    ...(lines.length === 0
      ? []
      : ['', 'Last lines:', ...lines.map((line) => `${new Date(line.at).toISOString()} ${line.stream} ${line.text}`)]),
  ].join('\n');
}
