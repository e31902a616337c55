import type { z } from 'zod';
import type { Reply } from '../../shared/contract/events.ts';
import { type MethodName, methods, type Output, type ParsedInput } from '../../shared/contract/methods.ts';
import { AppError, type InputIssue, toErrorData } from '../../shared/errors.ts';

/** One handler a method; `Input` is already parsed. */
export type Handlers = { [M in MethodName]: (input: ParsedInput<M>) => Output<M> | Promise<Output<M>> };

/** Those of one area, e.g. `tools` for every `tools.*`. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<MethodName, `${Area}.${string}`>>;

export interface Router {
  handle(method: unknown, input: unknown): Promise<Reply>;
}

/** Issues of a zod error with dotted paths; at most 50 of them. */
export function fieldIssues(error: z.ZodError): InputIssue[] {
  return error.issues.slice(0, 50).map((issue) => {
    // Of a bad key the sentence that explains it stands one level down.
    const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    return { path: issue.path.map(String).join('.'), message };
  });
}

/** Parses the input, runs the handler, parses the output. What is thrown becomes a value: an error loses its fields on a wire. */
export function createRouter(handlers: Handlers): Router {
  return {
    async handle(method, input) {
      try {
        if (typeof method !== 'string' || !Object.hasOwn(methods, method)) {
          throw new AppError('unknown_method', { method: String(method).slice(0, 100) });
        }
        const name = method as MethodName;
        const parsed = methods[name].input.safeParse(input);
        if (!parsed.success) throw new AppError('invalid_input', { issues: fieldIssues(parsed.error) });
        // The table guarantees that handler and schema belong to the same method.
        const handler = handlers[name] as (value: unknown) => unknown;
        const value = methods[name].output.parse(await handler(parsed.data));
        return { ok: true, value };
      } catch (error) {
        return { ok: false, error: toErrorData(error) };
      }
    },
  };
}
