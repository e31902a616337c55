import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { setText } from '../../../shared/schema-form/edit.ts';
import type { NumberNode, StringNode } from '../../../shared/schema-form/plan.ts';
import type { TextValue } from '../../../shared/schema-form/value.ts';
import input from '../field.module.css';
import { nativeDateInput } from './date-text.ts';
import { FieldFrame } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { describedBy, useField } from './field-state.ts';
import { FileButton } from './file-button.tsx';
import { placeholderOf } from './placeholder.ts';
import { SideButtons, sideButtonCount } from './side-buttons.tsx';
import styles from './text-control.module.css';
import { useFormText } from './use-form-text.ts';

const INPUT_TYPES: Readonly<Record<string, string>> = { email: 'email', uri: 'url', url: 'url' };

/** Text, numbers and dates: one line, or a growing area for long text. */
export function TextControl(props: FieldProps<StringNode | NumberNode, TextValue>): ReactNode {
  const text = useFormText();
  const field = useField(props);
  const { node, value, update, name, id, disabled, error } = field;
  const [revealed, setRevealed] = useState(false);
  const isString = node.kind === 'string';
  const isSecret = isString && node.secret;
  const native = isString ? nativeDateInput(node.format) : null;
  const nativeValue = native === null || value.sent === 'null' ? null : native.toNative(value.text);
  const isNative = native !== null && nativeValue !== null;
  const change = (next: string) => update((latest) => setText(node, latest, isNative ? native.fromNative(next) : next));
  const placeholder = placeholderOf(node, value.text === '' && isString ? value.sent : value.sent === 'null' ? 'null' : 'no', text);
  const buttons = sideButtonCount(field) + (isSecret ? 1 : 0);
  return (
    <FieldFrame field={field} narrow={node.kind === 'number' && fitsNarrow(node, name)} labels="control">
      <TextField
        id={id}
        aria-label={name}
        value={isNative ? nativeValue : value.sent === 'null' ? '' : value.text}
        onChange={change}
        type={isNative ? native.type : isSecret && !revealed ? 'password' : isString ? (INPUT_TYPES[node.format ?? ''] ?? 'text') : 'text'}
        inputMode={node.kind === 'number' ? (node.integer && (node.minimum ?? -1) >= 0 ? 'numeric' : 'decimal') : undefined}
        isDisabled={disabled}
        isInvalid={error !== undefined}
        isRequired={node.required}
        validationBehavior="aria"
        autoComplete="off"
        autoCorrect="off"
        spellCheck="false"
        aria-describedby={describedBy(field)}
        className={styles.control ?? ''}
        data-buttons={buttons || undefined}
      >
        {isString && node.multiline && !isSecret ? (
          <TextArea className={input.input} placeholder={placeholder} rows={2} data-mono={isCode(node) || undefined} />
        ) : (
          <Input
            className={input.input}
            placeholder={placeholder}
            step={isNative && native.type !== 'date' ? 1 : undefined}
            data-unsent={value.sent === 'no' || undefined}
          />
        )}
        {isSecret && (
          <Button
            className={styles.reveal ?? ''}
            aria-label={text(revealed ? 'form.conceal' : 'form.reveal', { name })}
            onPress={() => setRevealed(!revealed)}
          >
            {revealed ? <EyeOff size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}
          </Button>
        )}
        <SideButtons field={field} />
      </TextField>
      {isString && node.contentEncoding === 'base64' && (
        <FileButton disabled={disabled} onRead={(base64) => update((latest) => setText(node, latest, base64))} />
      )}
    </FieldFrame>
  );
}

function isCode(node: StringNode): boolean {
  return node.contentEncoding !== undefined || node.contentMediaType !== undefined || node.format === 'code';
}

/** Label, "required" and hint in one line of the narrowest column. */
function fitsNarrow(node: NumberNode, name: string): boolean {
  return name.length + (node.required ? 9 : 0) + node.typeHint.length <= 22;
}
