import type { MessageValues } from '../ui/use-t.ts';
import type { MessageId } from './en.ts';

/** A sentence that is not in words yet, so that pure functions can choose it. */
export interface Sentence {
  readonly id: MessageId;
  readonly values?: MessageValues;
}
