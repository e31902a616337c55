import { Plus } from 'lucide-react';
import { type ClipboardEvent, type ReactNode, useState } from 'react';
import type { MessageId } from '../../messages/en.ts';
import { Button } from '../../ui/button.tsx';
import type { FieldErrors } from '../../ui/field-issues.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './rows-field.module.css';
import { type DraftRow, newRow, rowsFromLines } from './server-draft.ts';
import { ValueRow } from './value-row.tsx';

interface RowsFieldProps {
  readonly label: string;
  readonly addLabel: string;
  readonly nameLabel: Extract<MessageId, `serverForm.${string}RowName`>;
  readonly valueLabel: Extract<MessageId, `serverForm.${string}RowValue`>;
  readonly rows: readonly DraftRow[];
  readonly onChange: (rows: readonly DraftRow[]) => void;
  /** Path of the record in the input, e.g. `transport.env`. */
  readonly path: string;
  readonly errors: FieldErrors;
  /** Values may have several lines. */
  readonly hasLines?: boolean;
  /** Another way to rows, beside the button that adds one. */
  readonly extra?: ReactNode;
}

/** Names with values, each in the vault or not. Pasting `NAME=value` lines makes rows of them. */
export function RowsField({
  label,
  addLabel,
  nameLabel,
  valueLabel,
  rows,
  onChange,
  path,
  errors,
  hasLines,
  extra,
}: RowsFieldProps): ReactNode {
  const t = useT();
  const [added, setAdded] = useState<number | null>(null);
  const change = (key: number, patch: Partial<DraftRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  const add = () => {
    const row = newRow();
    setAdded(row.key);
    onChange([...rows, row]);
  };
  const onPaste = (event: ClipboardEvent, row: DraftRow) => {
    const pasted = rowsFromLines(event.clipboardData.getData('text/plain'));
    if (!pasted || row.name !== '') return;
    event.preventDefault();
    onChange(rows.flatMap((each) => (each.key === row.key ? pasted : [each])));
  };
  return (
    <fieldset className={styles.rows}>
      <legend className={styles.legend}>{label}</legend>
      {rows.map((row, index) => (
        <ValueRow
          key={row.key}
          row={row}
          n={index + 1}
          nameLabel={nameLabel}
          valueLabel={valueLabel}
          onChange={(patch) => change(row.key, patch)}
          onRemove={() => onChange(rows.filter((each) => each.key !== row.key))}
          onPaste={(event) => onPaste(event, row)}
          nameError={errors[`${path}.${row.name.trim()}`]}
          // A row that was just asked for is where typing goes on.
          takesFocus={row.key === added}
          hasLines={hasLines === true}
        />
      ))}
      <div className={styles.ways}>
        <Button size="sm" icon={<Plus />} onPress={add}>
          {addLabel}
        </Button>
        {extra}
      </div>
      {rows.length > 0 && (
        <p className={styles.note}>
          {t('secret.note')} {t('serverForm.variableNote')}
        </p>
      )}
    </fieldset>
  );
}
