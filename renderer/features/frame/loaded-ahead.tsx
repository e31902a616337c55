import { type ComponentType, lazy, type ReactNode, useState } from 'react';

interface LoadedAhead<Props> {
  readonly Part: ComponentType<Props>;
  /** Brings the code; rejects when it cannot be had. */
  load(): Promise<unknown>;
}

/**
 * A part whose code comes on its own, ahead of its use or with it. Code that is there is shown at once: `lazy` alone waits for
 * a promise first, and then React holds back what follows a fallback for 300 ms, in which typed letters would go astray.
 */
export function loadedAhead<Props extends object>(bring: () => Promise<ComponentType<Props>>): LoadedAhead<Props> {
  let ready: ComponentType<Props> | undefined;
  const load = async () => {
    ready = await bring();
    return { default: ready };
  };
  const Late = lazy(load) as ComponentType<Props>;
  function Part(props: Props): ReactNode {
    const [Shown] = useState<ComponentType<Props>>(() => ready ?? Late);
    return <Shown {...props} />;
  }
  return { Part, load };
}
