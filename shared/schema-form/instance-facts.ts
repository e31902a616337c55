import { isObject } from './json.ts';

/** The texts and keys in an instance, and its longest list. */
export interface InstanceFacts {
  readonly texts: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  readonly longestList: number;
}

const MAX_NODES = 500_000;

/** Schema or instance would cost more to check than it is worth. */
export class TooComplex extends Error {}

/** Throws TooComplex. */
export function readInstance(instance: unknown): InstanceFacts {
  const texts = new Set<string>();
  const keys = new Set<string>();
  let longestList = 0;
  let nodes = 0;
  const waiting: unknown[] = [instance];
  while (waiting.length > 0) {
    nodes += 1;
    if (nodes > MAX_NODES) throw new TooComplex();
    const at = waiting.pop();
    if (typeof at === 'string') texts.add(at);
    else if (Array.isArray(at)) {
      longestList = Math.max(longestList, at.length);
      for (const item of at) waiting.push(item);
    } else if (isObject(at)) {
      for (const key of Object.keys(at)) {
        keys.add(key);
        waiting.push(at[key]);
      }
    }
  }
  return { texts, keys, longestList };
}
