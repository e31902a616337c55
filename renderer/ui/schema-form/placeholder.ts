import { clip, jsonText } from '../../../shared/schema-form/json.ts';
import type { NodeBase } from '../../../shared/schema-form/plan.ts';
import type { Sent } from '../../../shared/schema-form/value.ts';
import { visibleText } from '../text/visible-text.ts';
import type { FormText } from './use-form-text.ts';

/** What an empty control says about itself. */
export function placeholderOf(node: NodeBase, sent: Sent, text: FormText): string {
  if (sent === 'null') return text('form.null');
  if (sent === 'yes') return text('form.emptyText');
  if (node.default !== undefined) return text('form.defaultPlaceholder', { value: shortText(node.default.value) });
  if (!node.required) return text('form.notSent');
  return node.examples.length > 0 ? text('form.examplePlaceholder', { value: shortText(node.examples[0]) }) : '';
}

export function shortText(value: unknown): string {
  return visibleText(clip(typeof value === 'string' ? value : jsonText(value), 80), 80);
}
