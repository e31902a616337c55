import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { schemaFormMessages } from '../../messages/schema-form.ts';

export type FormMessageId = keyof typeof schemaFormMessages;
export type FormText = (id: FormMessageId, values?: Readonly<Record<string, string | number>>) => string;

/** The sentences of the form. */
export function useFormText(): FormText {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
