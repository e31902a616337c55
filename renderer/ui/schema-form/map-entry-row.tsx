import { X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Input } from 'react-aria-components/Input';
import { TextField } from 'react-aria-components/TextField';
import { removeEntry, setEntry } from '../../../shared/schema-form/edit.ts';
import type { FieldNode } from '../../../shared/schema-form/plan.ts';
import type { FieldsValue, FormValue, MapEntry } from '../../../shared/schema-form/value.ts';
import input from '../field.module.css';
import { IconButton } from '../icon-button.tsx';
import { Field } from './field.tsx';
import { type Update, usePartUpdate } from './field-props.ts';
import { focusSoon } from './focus-soon.ts';
import { useFieldContext } from './form-context.ts';
import { isSimple } from './is-simple.ts';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

interface MapEntryRowProps {
  readonly node: FieldNode;
  readonly entry: MapEntry;
  readonly number: number;
  readonly addId: string;
  readonly path: string;
  readonly update: Update;
}

/** Name and value of one entry of a map. */
export const MapEntryRow = memo(function MapEntryRow({ node, entry, number, addId, path, update }: MapEntryRowProps): ReactNode {
  const text = useFormText();
  const { disabled } = useFieldContext(path);
  const change = usePartUpdate(update, 'fields', entry.key, setEntryValue);
  const edit = (next: (fields: FieldsValue) => FormValue) => update((latest) => (latest.kind === 'fields' ? next(latest) : latest));
  const called = entry.name || text('form.itemAlone', { n: number });
  return (
    <div className={styles.row} data-simple={isSimple(node) || undefined}>
      <TextField
        aria-label={text('form.entryNameOf', { n: number })}
        value={entry.name}
        onChange={(name) => edit((fields) => setEntry(fields, entry.key, (latest) => ({ ...latest, name })))}
        isDisabled={disabled}
        autoComplete="off"
        spellCheck="false"
        className={styles.entryName ?? ''}
      >
        <Input className={input.input} placeholder={text('form.entryName')} />
      </TextField>
      <div className={styles.rowBody}>
        <Field
          node={node}
          value={entry.value}
          path={path}
          update={change}
          name={text('form.entryValueOf', { name: called })}
          look="plain"
        />
      </div>
      <div className={styles.rowButtons}>
        <IconButton
          size="sm"
          label={text('form.remove', { name: called })}
          icon={<X />}
          isDisabled={disabled}
          onPress={() => {
            edit((fields) => removeEntry(fields, entry.key));
            focusSoon(addId);
          }}
        />
      </div>
    </div>
  );
});

function setEntryValue(fields: FieldsValue, key: number, change: (value: FormValue) => FormValue): FormValue {
  return setEntry(fields, key, (entry) => ({ ...entry, value: change(entry.value) }));
}
