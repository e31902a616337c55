import { Eye, EyeOff, Plus, X } from 'lucide-react';
import { type ClipboardEvent, type ReactNode, useState } from 'react';
import type { MessageId } from '../../messages/en.ts';
import { Button } from '../../ui/button.tsx';
import type { FieldErrors } from '../../ui/field-issues.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
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
  /** Values may have several lines. */
  readonly hasLines?: boolean;
  /** Another way to rows, beside the button that adds one. */
  readonly extra?: ReactNode;
}

/** Names with values; the values are masked unless revealed. Pasting `NAME=value` lines makes rows of them. */
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
            <RowValue
              label={t(valueLabel, { n })}
              value={row.value}
              onChange={(value) => change(row.key, { value })}
              isShown={isShown}
              hasLines={hasLines === true}
              isNamed={row.name !== ''}
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

interface RowValueProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isShown: boolean;
  readonly hasLines: boolean;
  /** Whether what is pasted here cannot be rows of names and values. */
  readonly isNamed: boolean;
}

/** A value, in one line or, once line breaks were pasted into it, in several: a field of one line would drop them. */
function RowValue({ label, value, onChange, isShown, hasLines, isNamed }: RowValueProps): ReactNode {
  const t = useT();
  const [isLong, setLong] = useState(hasLines && value.includes('\n'));
  // Only what was pasted here takes the focus along; a row that came from a file does not.
  const [wasPasted, setPasted] = useState(false);
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n');
    // The line break at the end of a copied line is none of the value.
    if (!hasLines || !text.trimEnd().includes('\n') || (!isNamed && rowsFromLines(text) !== null)) return;
    event.preventDefault();
    event.stopPropagation();
    const { selectionStart, selectionEnd } = event.currentTarget;
    setLong(true);
    setPasted(true);
    onChange(value.slice(0, selectionStart ?? value.length) + text + value.slice(selectionEnd ?? value.length));
  };
  const field = { 'aria-label': label, placeholder: t('serverForm.envValue'), mono: true, value, onChange, className: styles.value };
  return isLong || (hasLines && value.includes('\n')) ? (
    <TextArea
      {...field}
      masked={!isShown}
      rows={Math.min(6, Math.max(3, value.split('\n').length))}
      autoFocus={wasPasted}
      onChange={(next) => {
        setLong(true);
        onChange(next);
      }}
    />
  ) : (
    <TextField {...field} type={isShown ? 'text' : 'password'} autoComplete="new-password" onPaste={onPaste} />
  );
}
