import { Eye, EyeOff, Plus, X } from 'lucide-react';
import { type ClipboardEvent, type ReactNode, useState } from 'react';
import type { MessageId } from '../../messages/en.ts';
import { Button } from '../../ui/button.tsx';
import type { FieldErrors } from '../../ui/field-issues.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './rows-field.module.css';
import { type DraftRow, newRow, rowsFromLines } from './server-draft.ts';

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
  /** Another way to rows, beside the button that adds one. */
  readonly extra?: ReactNode;
}

/** Names with values; the values are masked unless revealed. Pasting `NAME=value` lines makes rows of them. */
export function RowsField({ label, addLabel, nameLabel, valueLabel, rows, onChange, path, errors, extra }: RowsFieldProps): ReactNode {
  const t = useT();
  const [revealed, setRevealed] = useState<ReadonlySet<number>>(new Set());
  const [added, setAdded] = useState<number | null>(null);
  const change = (key: number, patch: Partial<DraftRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  const add = () => {
    const row = newRow();
    setAdded(row.key);
    onChange([...rows, row]);
  };
  const toggle = (key: number) => {
    const next = new Set(revealed);
    if (!next.delete(key)) next.add(key);
    setRevealed(next);
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
      {rows.map((row, index) => {
        const n = index + 1;
        const isShown = revealed.has(row.key);
        return (
          <div key={row.key} className={styles.row} onPaste={(event) => onPaste(event, row)}>
            <TextField
              aria-label={t(nameLabel, { n })}
              placeholder={t('serverForm.envName')}
              mono
              value={row.name}
              onChange={(name) => change(row.key, { name })}
              error={errors[`${path}.${row.name.trim()}`]}
              // A row that was just asked for is where typing goes on.
              autoFocus={row.key === added}
              className={styles.name}
            />
            <TextField
              aria-label={t(valueLabel, { n })}
              placeholder={t('serverForm.envValue')}
              mono
              type={isShown ? 'text' : 'password'}
              autoComplete="new-password"
              value={row.value}
              onChange={(value) => change(row.key, { value })}
              className={styles.value}
            />
            <IconButton
              label={t(isShown ? 'serverForm.mask' : 'serverForm.reveal')}
              icon={isShown ? <EyeOff /> : <Eye />}
              onPress={() => toggle(row.key)}
            />
            <IconButton
              label={t('serverForm.removeRow', { n })}
              icon={<X />}
              onPress={() => onChange(rows.filter((each) => each.key !== row.key))}
            />
          </div>
        );
      })}
      <div className={styles.ways}>
        <Button size="sm" icon={<Plus />} onPress={add}>
          {addLabel}
        </Button>
        {extra}
      </div>
      {rows.length > 0 && (
        <p className={styles.note}>
          {t('serverForm.secretNote')} {t('serverForm.variableNote')}
        </p>
      )}
    </fieldset>
  );
}
