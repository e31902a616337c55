import type { Client } from '@modelcontextprotocol/client';

/** What a server asks the person for in the middle of a call (MCP, Elicitation, form mode). */
export interface Question {
  readonly message: string;
  /** JSON Schema of the answer */
  readonly requestedSchema: Readonly<Record<string, unknown>>;
}

/** `content` may leave out what has a default. */
export type Answer =
  | { readonly action: 'accept'; readonly content: Record<string, string | number | boolean | string[]> }
  | { readonly action: 'decline' | 'cancel' };

/** Who answers the questions of one server. The signal aborts when the answer is not waited for any more. */
export type Answerer = (question: Question, signal: AbortSignal) => Promise<Answer>;

/** What a client says it can do for a server. */
export function capabilitiesWith(answerer: Answerer | null) {
  return answerer === null ? {} : { elicitation: { form: { applyDefaults: true } } };
}

/** Has the questions of a server answered, in both eras. */
export function answerQuestions(client: Client, answerer: Answerer | null): void {
  if (answerer === null) return;
  client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq }) => {
    const { message, ...rest } = params;
    const requestedSchema = 'requestedSchema' in rest ? rest.requestedSchema : {};
    return answerer({ message, requestedSchema }, mcpReq.signal);
  });
}
