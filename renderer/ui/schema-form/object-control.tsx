import { Plus, X } from 'lucide-react';
import { memo, type ReactNode, useCallback } from 'react';
import { addEntry, removeExtra, setProperty } from '../../../shared/schema-form/edit.ts';
import { childPath } from '../../../shared/schema-form/issue.ts';
import { jsonText } from '../../../shared/schema-form/json.ts';
import type { FieldNode, ObjectNode } from '../../../shared/schema-form/plan.ts';
import type { ExtraKey, FieldsValue, FormValue } from '../../../shared/schema-form/value.ts';
import { Button } from '../button.tsx';
import { IconButton } from '../icon-button.tsx';
import { visibleText } from '../text/visible-text.ts';
import { Field } from './field.tsx';
import { FieldErrorLine } from './field-frame.tsx';
import { type FieldProps, type Update, usePartUpdate } from './field-props.ts';
import { focusSoon } from './focus-soon.ts';
import { useFieldContext } from './form-context.ts';
import { GroupFrame } from './group-frame.tsx';
import { MapEntryRow } from './map-entry-row.tsx';
import styles from './parts.module.css';
import { shortText } from './placeholder.ts';
import { useFormText } from './use-form-text.ts';
import { useGrowingCount } from './use-growing-count.ts';

type ObjectProps = FieldProps<ObjectNode, FieldsValue>;

/** An object within a form. */
export function ObjectControl(props: ObjectProps): ReactNode {
  return (
    <GroupFrame {...props}>
      <ObjectFields {...props} />
    </GroupFrame>
  );
}

/** The fields of an object, its map entries, and what else it sends. */
export function ObjectFields({ node, value, path, update }: Omit<ObjectProps, 'name' | 'look'>): ReactNode {
  const text = useFormText();
  const shown = useGrowingCount(node.properties.length);
  return (
    <div className={styles.fields}>
      {node.properties.slice(0, shown).map((property, index) => {
        const field = value.fields[index];
        if (field === undefined) return null;
        return (
          <PropertyRow
            key={property.key}
            node={property.node}
            value={field}
            path={childPath(path, property.key)}
            propertyKey={property.key}
            index={index}
            update={update}
          />
        );
      })}
      {node.omitted > 0 && <p className={styles.note}>{text('form.omitted', { n: node.omitted })}</p>}
      {node.additional !== null && <MapEntries node={node} additional={node.additional} value={value} path={path} update={update} />}
      {value.extra.length > 0 && <ExtraKeys extra={value.extra} path={path} update={update} />}
    </div>
  );
}

interface PropertyRowProps {
  readonly node: FieldNode;
  readonly value: FormValue;
  readonly path: string;
  readonly propertyKey: string;
  readonly index: number;
  readonly update: Update;
}

/** One property; rendered again only when its own value changes. */
const PropertyRow = memo(function PropertyRow({ node, value, path, propertyKey, index, update }: PropertyRowProps): ReactNode {
  const change = usePartUpdate(update, 'fields', index, setProperty);
  return (
    <Field node={node} value={value} path={path} update={change} name={visibleText(node.label || propertyKey || '""', 120)} look="full" />
  );
});

interface MapEntriesProps {
  readonly node: ObjectNode;
  readonly additional: FieldNode;
  readonly value: FieldsValue;
  readonly path: string;
  readonly update: Update;
}

function MapEntries({ additional, value, path, update }: MapEntriesProps): ReactNode {
  const text = useFormText();
  const { id, disabled } = useFieldContext(path);
  const addId = `${id}-add-entry`;
  const add = useCallback(() => {
    update((latest) => (latest.kind === 'fields' ? addEntry(additional, latest) : latest));
  }, [additional, update]);
  return (
    <div className={styles.rows}>
      {value.entries.map((entry, index) => (
        <MapEntryRow
          key={entry.key}
          node={additional}
          entry={entry}
          number={index + 1}
          addId={addId}
          path={childPath(path, entry.name)}
          update={update}
        />
      ))}
      <div className={styles.line}>
        <Button id={addId} size="sm" icon={<Plus />} isDisabled={disabled} onPress={add}>
          {text('form.addEntry')}
        </Button>
        {value.entries.length === 0 && <span className={styles.quiet}>{text('form.items', { n: 0 })}</span>}
      </div>
    </div>
  );
}

interface ExtraKeysProps {
  readonly extra: readonly ExtraKey[];
  readonly path: string;
  readonly update: Update;
}

/** Keys that came in as JSON and have no field: shown, sent again, and removable. */
function ExtraKeys({ extra, path, update }: ExtraKeysProps): ReactNode {
  const text = useFormText();
  const { id } = useFieldContext(path);
  return (
    <div className={styles.extra}>
      <p className={styles.note}>{text('form.extra')}</p>
      {extra.map(({ name, value }) => (
        <ExtraKeyRow key={name} name={name} value={value} path={childPath(path, name)} objectId={id} update={update} />
      ))}
    </div>
  );
}

function ExtraKeyRow({
  name,
  value,
  path,
  objectId,
  update,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly path: string;
  /** Has the focus, at its first control, once this row is gone. */
  readonly objectId: string;
  readonly update: Update;
}): ReactNode {
  const text = useFormText();
  const { id, disabled, error } = useFieldContext(path);
  return (
    <div id={id} className={styles.extraRow}>
      <span className={styles.extraName}>{visibleText(name, 120)}</span>
      <code className={styles.extraValue}>{shortText(jsonText(value))}</code>
      <IconButton
        size="sm"
        label={text('form.remove', { name: visibleText(name, 120) })}
        icon={<X />}
        isDisabled={disabled}
        onPress={() => {
          update((latest) => (latest.kind === 'fields' ? removeExtra(latest, name) : latest));
          focusSoon(objectId);
        }}
      />
      <FieldErrorLine id={id} error={error} />
    </div>
  );
}
