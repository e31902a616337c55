import { MissingRequiredClientCapabilityError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client';

const PERSON = 'something from you';
const MODEL = 'the answer of a language model';
const FOLDERS = 'a list of folders';

/** By the request that asks, and by the capability that a client needs to answer it. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'elicitation/create': PERSON,
  'sampling/createMessage': MODEL,
  'roots/list': FOLDERS,
  elicitation: PERSON,
  sampling: MODEL,
  roots: FOLDERS,
};

/**
 * What a server asks for inside its answer (MCP 2026-07-28, Multi round-trip requests), or would ask if anybody here could answer,
 * as a part of a sentence; null for any other error.
 */
export function askedQuestion(error: unknown): string | null {
  if (error instanceof MissingRequiredClientCapabilityError) {
    const [name] = Object.keys(error.requiredCapabilities ?? {});
    return name === undefined ? null : (QUESTIONS[name] ?? name);
  }
  if (!(error instanceof SdkError) || error.code !== SdkErrorCode.CapabilityNotSupported) return null;
  // Without a key it was something else that lacked a capability.
  const { key, method } = (error.data ?? {}) as { key?: unknown; method?: unknown };
  return key !== undefined && typeof method === 'string' ? (QUESTIONS[method] ?? method) : null;
}
