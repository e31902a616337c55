import type { FieldNode } from '../../../shared/schema-form/plan.ts';

/** Whether a field is one control, so that it fits on a line with buttons beside it. */
export function isSimple(node: FieldNode): boolean {
  return node.kind === 'string' || node.kind === 'number' || node.kind === 'boolean' || node.kind === 'enum' || node.kind === 'const';
}
