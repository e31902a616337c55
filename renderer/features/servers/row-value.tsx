import { type ClipboardEvent, type ReactNode, useState } from 'react';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../../ui/use-t.ts';
import styles from './rows-field.module.css';
import { rowsFromLines } from './server-draft.ts';

interface RowValueProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isShown: boolean;
  readonly hasLines: boolean;
  /** Whether what is pasted here cannot be rows of names and values. */
  readonly isNamed: boolean;
  readonly error?: string;
  readonly autoFocus?: boolean;
}

/** A value, in one line or, once line breaks were pasted into it, in several: a field of one line would drop them. */
export function RowValue({ label, value, onChange, isShown, hasLines, isNamed, error, autoFocus }: RowValueProps): ReactNode {
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
  const field = { 'aria-label': label, placeholder: t('serverForm.envValue'), mono: true, value, onChange, error, className: styles.value };
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
    <TextField {...field} type={isShown ? 'text' : 'password'} autoComplete="new-password" autoFocus={autoFocus} onPaste={onPaste} />
  );
}
