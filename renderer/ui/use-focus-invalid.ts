import { type RefObject, useEffect } from 'react';
import type { FieldErrors } from './field-issues.ts';

/** Puts the focus on the first field that is marked, whenever something new is marked. */
export function useFocusInvalid(form: RefObject<HTMLFormElement | null>, errors: FieldErrors): void {
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    form.current?.querySelector<HTMLElement>('input[data-invalid], textarea[data-invalid], button[data-invalid]')?.focus();
  }, [form, errors]);
}
