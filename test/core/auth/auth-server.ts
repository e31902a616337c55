import { onTestFinished } from 'vitest';
import type { AuthServerOptions, Json } from '../../fixtures/auth-server/options.ts';
import { AuthServer } from '../../fixtures/auth-server/start.ts';

/** A sign-in server that ends with the test. */
export async function authServer(options: Partial<AuthServerOptions> = {}): Promise<AuthServer> {
  const server = await AuthServer.start(options);
  onTestFinished(() => server.stop());
  return server;
}

/** A document of the server with other values. */
export const edit = (values: Json) => (document: Json) => ({ ...document, ...values });

/** What comes back from the browser with other values; null: without it. */
export const answering = (values: Record<string, string | null>) => (answer: URL) => {
  for (const [name, value] of Object.entries(values)) {
    if (value === null) answer.searchParams.delete(name);
    else answer.searchParams.set(name, value);
  }
  return answer;
};
