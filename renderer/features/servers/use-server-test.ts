import { useCallback, useEffect, useRef, useState } from 'react';
import type { TestResult } from '../../../shared/contract/methods.ts';
import type { ServerInput } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { client } from '../../api/client.ts';
import { withVault } from '../../stores/vault-gate-store.ts';

export type TestState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'done'; readonly result: TestResult }
  | { readonly kind: 'cancelled' };

export interface ServerTest {
  readonly state: TestState;
  /** Rejects as `servers.test` does when the input is not valid. `savedId`: the saved server whose secrets and account it may use */
  run(server: ServerInput, savedId: string | null): Promise<void>;
  cancel(): void;
}

/** Connects without saving. A test that nobody watches any more is ended. */
export function useServerTest(): ServerTest {
  const [state, setState] = useState<TestState>({ kind: 'idle' });
  const running = useRef<string | null>(null);
  const end = useCallback(() => {
    const testId = running.current;
    running.current = null;
    if (testId !== null) void act('servers.cancelTest', { testId });
  }, []);
  useEffect(() => end, [end]);
  return {
    state,
    async run(server, savedId) {
      end();
      const testId = crypto.randomUUID();
      running.current = testId;
      setState({ kind: 'running', since: Date.now() });
      try {
        const result = await withVault(() =>
          client.invoke('servers.test', { testId, server, ...(savedId === null ? {} : { id: savedId }) }),
        );
        if (running.current === testId) setState({ kind: 'done', result });
      } catch (error) {
        if (running.current !== testId) return;
        setState({ kind: 'idle' });
        throw error;
      } finally {
        if (running.current === testId) running.current = null;
      }
    },
    cancel() {
      end();
      setState({ kind: 'cancelled' });
    },
  };
}
