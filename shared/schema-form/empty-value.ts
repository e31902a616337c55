import type { FieldNode } from './plan.ts';
import type { FormValue } from './value.ts';

/** A field that is not sent and holds nothing. */
export function emptyValue(node: FieldNode): FormValue {
  switch (node.kind) {
    case 'string':
    case 'number':
      return { kind: 'text', sent: 'no', text: '' };
    case 'boolean':
      return { kind: 'boolean', sent: 'no', checked: false };
    case 'enum':
      return { kind: 'option', sent: 'no', option: -1 };
    case 'multi-enum':
      return { kind: 'options', sent: 'no', options: [] };
    case 'const':
      return { kind: 'const', sent: 'no' };
    case 'array':
    case 'tuple':
      return { kind: 'list', sent: 'no', items: [], nextKey: 0 };
    case 'object':
      return { kind: 'fields', sent: 'no', fields: [], entries: [], nextKey: 0, extra: [] };
    case 'choice':
      return { kind: 'choice', sent: 'no', variant: -1, drafts: node.variants.map(() => null) };
    case 'json':
    case 'lazy':
      return { kind: 'json', sent: 'no', text: '' };
  }
}
