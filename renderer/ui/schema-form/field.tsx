import { memo, type ReactNode } from 'react';
import { solid } from '../../../shared/schema-form/plan.ts';
import { BooleanControl } from './boolean-control.tsx';
import { ChoiceControl } from './choice-control.tsx';
import { ConstControl } from './const-control.tsx';
import { EnumControl } from './enum-control.tsx';
import type { FieldProps } from './field-props.ts';
import { GroupFrame } from './group-frame.tsx';
import { JsonControl, RawControl } from './json-control.tsx';
import { ListControl } from './list-control.tsx';
import { MultiEnumControl } from './multi-enum-control.tsx';
import { ObjectControl } from './object-control.tsx';
import { TextControl } from './text-control.tsx';

/** The control for a node. */
export const Field = memo(function Field(props: FieldProps): ReactNode {
  const { node, value } = props;
  if (value.sent === 'raw') return <RawControl {...props} />;
  // A recursive part is planned when it is opened, never before.
  if (node.kind === 'lazy' && value.kind === 'json' && value.sent !== 'yes') return <GroupFrame {...props}>{null}</GroupFrame>;
  const target = solid(node);
  switch (target.kind) {
    case 'string':
    case 'number':
      return value.kind === 'text' ? <TextControl {...props} node={target} value={value} /> : null;
    case 'boolean':
      return value.kind === 'boolean' ? <BooleanControl {...props} node={target} value={value} /> : null;
    case 'enum':
      return value.kind === 'option' ? <EnumControl {...props} node={target} value={value} /> : null;
    case 'multi-enum':
      return value.kind === 'options' ? <MultiEnumControl {...props} node={target} value={value} /> : null;
    case 'const':
      return value.kind === 'const' ? <ConstControl {...props} node={target} value={value} /> : null;
    case 'array':
    case 'tuple':
      return value.kind === 'list' ? <ListControl {...props} node={target} value={value} /> : null;
    case 'object':
      return value.kind === 'fields' ? <ObjectControl {...props} node={target} value={value} /> : null;
    case 'choice':
      return value.kind === 'choice' ? <ChoiceControl {...props} node={target} value={value} /> : null;
    case 'json':
      return value.kind === 'json' ? <JsonControl {...props} node={target} value={value} /> : null;
  }
});
