import type { SignIn } from '../../../shared/contract/auth.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import type { AppErrorData } from '../../../shared/errors.ts';

/** A sign-in as text to pass on: its steps and exchanges as they are shown, which is without secrets. */
export function signInReport({ name }: Pick<ServerDefinition, 'name'>, signIn: SignIn | null, error: AppErrorData | null): string {
  return [
    `Sign-in: ${name}`,
    ...(error === null ? [] : [`Failure: ${error.message} (${error.code})`, `Hint: ${error.hint}`]),
    ...(error?.technical === undefined ? [] : [error.technical]),
    ...(signIn === null
      ? []
      : [`Address: ${signIn.address ?? '-'}`, `Redirect: ${signIn.redirect ?? '-'}`, `Scopes: ${signIn.scopes.join(' ')}`]),
    ...(signIn?.steps ?? []).flatMap(({ step, status, result, exchanges }) => [
      '',
      `${step}: ${status}${result === '' ? '' : ` (${result})`}`,
      ...exchanges.flatMap((each) => [
        `  ${new Date(each.at).toISOString()} ${each.method} ${each.url} → ${each.status ?? (step === 'authorization' ? 'in the browser' : 'no answer')} (${Math.round(each.durationMs)} ms)`,
        ...[each.request, each.response].filter((text) => text !== '').map((text) => text.replace(/^/gm, '    ')),
      ]),
    ]),
  ].join('\n');
}
