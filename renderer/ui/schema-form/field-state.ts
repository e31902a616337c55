import type { FieldNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue } from '../../../shared/schema-form/value.ts';
import { descriptionId, errorId } from './field-id.ts';
import type { FieldProps } from './field-props.ts';
import { type FieldContext, useFieldContext } from './form-context.ts';

/** A field with what its form says of it: what the parts around a control (frame, head, side buttons) are made of. */
export interface FieldState<Node extends FieldNode = FieldNode, Value extends FormValue = FormValue>
  extends FieldProps<Node, Value>,
    FieldContext {}

export function useField<Node extends FieldNode, Value extends FormValue>(props: FieldProps<Node, Value>): FieldState<Node, Value> {
  return { ...props, ...useFieldContext(props.path) };
}

/** What describes a control, for `aria-describedby`. */
export function describedBy({ id, node, look, error }: FieldState): string | undefined {
  const ids = [error === undefined ? null : errorId(id), look === 'full' && node.description !== undefined ? descriptionId(id) : null];
  return ids.filter((part) => part !== null).join(' ') || undefined;
}
