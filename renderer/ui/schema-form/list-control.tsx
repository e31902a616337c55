import { Plus } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { addItem } from '../../../shared/schema-form/edit.ts';
import { childPath } from '../../../shared/schema-form/issue.ts';
import type { ArrayNode, FieldNode, TupleNode } from '../../../shared/schema-form/plan.ts';
import type { ListValue } from '../../../shared/schema-form/value.ts';
import { Button } from '../button.tsx';
import type { FieldProps } from './field-props.ts';
import { useFieldContext } from './form-context.ts';
import { GroupFrame } from './group-frame.tsx';
import { ListRow } from './list-row.tsx';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

type ListProps = FieldProps<ArrayNode | TupleNode, ListValue>;

/** A list whose items can be added, removed and moved; a tuple's first items are fixed. */
export function ListControl(props: ListProps): ReactNode {
  return (
    <GroupFrame {...props}>
      <ListItems {...props} />
    </GroupFrame>
  );
}

function ListItems({ node, value, path, update, name }: ListProps): ReactNode {
  const text = useFormText();
  const { id, disabled } = useFieldContext(path);
  const addId = `${id}-add-item`;
  const rows = useRef<HTMLOListElement>(null);
  const focusNew = useRef(false);
  const [news, setNews] = useState('');
  const fixed = node.kind === 'tuple' ? node.prefix.length : 0;
  const more = node.kind === 'array' ? node.item : node.rest;
  const count = value.items.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when a row came
  useEffect(() => {
    if (!focusNew.current) return;
    focusNew.current = false;
    rows.current?.lastElementChild?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, [count]);

  const add = () => {
    if (more === null) return;
    focusNew.current = true;
    update((latest) => (latest.kind === 'list' ? addItem(more, latest) : latest));
  };
  return (
    <div className={styles.rows}>
      <ol ref={rows} className={styles.list}>
        {value.items.map((item, index) => {
          const child = nodeAt(node, index);
          if (child === null) return null;
          return (
            <ListRow
              key={item.key}
              node={child}
              item={item}
              index={index}
              listName={name}
              path={childPath(path, index)}
              addId={addId}
              update={update}
              movable={index >= fixed}
              first={index === fixed}
              last={index === count - 1}
              onMoved={setNews}
            />
          );
        })}
      </ol>
      {more !== null && (
        <div className={styles.line}>
          <Button
            id={addId}
            size="sm"
            icon={<Plus />}
            isDisabled={disabled || (node.maxItems !== undefined && count >= node.maxItems)}
            onPress={add}
          >
            {text('form.addItem')}
          </Button>
          <span className={styles.quiet}>{text('form.items', { n: count })}</span>
        </div>
      )}
      <span role="status" className="visually-hidden">
        {news}
      </span>
    </div>
  );
}

function nodeAt(node: ArrayNode | TupleNode, index: number): FieldNode | null {
  return node.kind === 'array' ? node.item : (node.prefix[index] ?? node.rest);
}
