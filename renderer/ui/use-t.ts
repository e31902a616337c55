import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { MessageId } from '../messages/en.ts';

export type MessageValues = Readonly<Record<string, string | number | Date>>;
/** The sentence of an id with its values filled in. */
export type Translate = (id: MessageId, values?: MessageValues) => string;

/** The words of the interface, typed by the ids of messages/en.ts. */
export function useT(): Translate {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
