import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode } from 'react';
import { moveItem, removeItem, setItem } from '../../../shared/schema-form/edit.ts';
import type { FieldNode } from '../../../shared/schema-form/plan.ts';
import type { FormValue, ListItem, ListValue } from '../../../shared/schema-form/value.ts';
import { IconButton } from '../icon-button.tsx';
import { visibleText } from '../text/visible-text.ts';
import { Field } from './field.tsx';
import { type Update, usePartUpdate } from './field-props.ts';
import { focusSoon } from './focus-soon.ts';
import { useFieldContext } from './form-context.ts';
import { isSimple } from './is-simple.ts';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

interface ListRowProps {
  readonly node: FieldNode;
  readonly item: ListItem;
  readonly index: number;
  readonly listName: string;
  readonly path: string;
  readonly addId: string;
  readonly update: Update;
  /** Fixed items of a tuple are neither moved nor removed. */
  readonly movable: boolean;
  readonly first: boolean;
  readonly last: boolean;
  readonly onMoved: (news: string) => void;
}

/** One item, with its buttons. Alt+Up and Alt+Down move it too. */
export const ListRow = memo(function ListRow(props: ListRowProps): ReactNode {
  const { node, item, index, listName, path, addId, update, movable, first, last, onMoved } = props;
  const text = useFormText();
  const { id, disabled } = useFieldContext(path);
  const change = usePartUpdate(update, 'list', item.key, setItem);
  const name =
    node.label === ''
      ? text('form.item', { name: listName, n: index + 1 })
      : text('form.item', { name: visibleText(node.label, 120), n: index + 1 });
  const edit = (next: (list: ListValue) => FormValue) => update((latest) => (latest.kind === 'list' ? next(latest) : latest));
  const move = (step: -1 | 1) => {
    if (disabled || !movable || (step < 0 ? first : last)) return;
    edit((list) => moveItem(list, item.key, step));
    onMoved(text('form.movedTo', { name, n: index + 1 + step }));
  };
  // The next row takes the place of this one; after the last row comes the button that adds one.
  const remove = () => {
    edit((list) => removeItem(list, item.key));
    focusSoon(`${id}-remove`, addId);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  const simple = isSimple(node);
  return (
    <li className={styles.row} data-simple={simple || undefined} onKeyDown={onKeyDown}>
      <span className={styles.number}>{index + 1}</span>
      <div className={styles.rowBody}>
        <Field node={node} value={item.value} path={path} update={change} name={name} look="plain" />
      </div>
      {movable && (
        <div className={styles.rowButtons}>
          <IconButton
            size="sm"
            label={text('form.moveUp', { name })}
            keys="Alt+↑"
            icon={<ArrowUp />}
            isDisabled={disabled || first}
            onPress={() => move(-1)}
          />
          <IconButton
            size="sm"
            label={text('form.moveDown', { name })}
            keys="Alt+↓"
            icon={<ArrowDown />}
            isDisabled={disabled || last}
            onPress={() => move(1)}
          />
          <span id={`${id}-remove`}>
            <IconButton size="sm" label={text('form.removeItem', { name })} icon={<X />} isDisabled={disabled} onPress={remove} />
          </span>
        </div>
      )}
    </li>
  );
});
