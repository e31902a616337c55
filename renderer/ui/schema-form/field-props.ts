import { useCallback } from 'react';
import type { FieldNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue } from '../../../shared/schema-form/value.ts';

/** Changes a value given its latest state; stays the same function while a field is mounted, so that rows can be memoised. */
export type Update = (change: (value: FormValue) => FormValue) => void;

export interface FieldProps<Node extends FieldNode = FieldNode, Value extends FormValue = FormValue> {
  readonly node: Node;
  readonly value: Value;
  /** JSON Pointer into the arguments. */
  readonly path: string;
  readonly update: Update;
  /** How the field is called: its label, or what its list or variant calls it. */
  readonly name: string;
  /**
   * 'full': label, hint and description. 'plain': only the control, as the surroundings name it, with its error.
   * 'inner': like plain, and the surroundings show the error too (the variant of a choice stands at the choice's path).
   */
  readonly look: FieldLook;
}

export type FieldLook = 'full' | 'plain' | 'inner';

/** An update of one part within a value of kind `kind`. */
export function usePartUpdate<Kind extends FormValue['kind'], Slot>(
  update: Update,
  kind: Kind,
  slot: Slot,
  set: (value: Extract<FormValue, { kind: Kind }>, slot: Slot, change: (part: FormValue) => FormValue) => FormValue,
): Update {
  return useCallback(
    (change) => update((value) => (value.kind === kind ? set(value as Extract<FormValue, { kind: Kind }>, slot, change) : value)),
    [update, kind, slot, set],
  );
}
