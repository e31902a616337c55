import type { ReactNode } from 'react';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { resetField } from '../../../shared/schema-form/edit.ts';
import type { FieldNode, JsonNode } from '../../../shared/schema-form/plan.ts';
import { jsonProblem } from '../../../shared/schema-form/to-arguments.ts';
import type { FormValue, JsonValue } from '../../../shared/schema-form/value.ts';
import { Button } from '../button.tsx';
import input from '../field.module.css';
import { FieldErrorLine, FieldFrame } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { describedBy, type FieldState, useField } from './field-state.ts';
import { focusSoon } from './focus-soon.ts';
import { GroupFrame } from './group-frame.tsx';
import styles from './parts.module.css';
import control from './text-control.module.css';
import { useFormText } from './use-form-text.ts';

/** A part without fields of its own, entered as JSON. */
export function JsonControl(props: FieldProps<JsonNode, JsonValue>): ReactNode {
  const { node, value, update } = props;
  const text = useFormText();
  const field = useField(props);
  return (
    <GroupFrame {...props}>
      <JsonText
        field={field}
        controlId={`${field.id}-json`}
        json={value.text}
        onChange={(json) => update((latest): FormValue => (latest.kind === 'json' ? { kind: 'json', sent: 'yes', text: json } : latest))}
      />
      <p className={styles.note}>{text(`form.reason.${node.reason}`)}</p>
    </GroupFrame>
  );
}

/** A value that does not fit its field, kept as JSON until it is corrected or given up. */
export function RawControl(props: FieldProps<FieldNode, FormValue>): ReactNode {
  const text = useFormText();
  const field = useField(props);
  const { node, value, update, id, disabled } = field;
  return (
    <FieldFrame field={field} labels="control">
      <JsonText
        field={field}
        controlId={id}
        json={value.raw ?? ''}
        onChange={(raw) => update((latest) => ({ ...latest, sent: 'raw', raw }))}
      />
      <div className={styles.line}>
        <span className={styles.quiet}>{text('form.rawNote')}</span>
        <Button
          size="sm"
          isDisabled={disabled}
          onPress={() => {
            update((latest) => resetField(node, latest));
            focusSoon(id);
          }}
        >
          {text('form.useField')}
        </Button>
      </div>
    </FieldFrame>
  );
}

interface JsonTextProps {
  readonly field: FieldState;
  readonly controlId: string;
  readonly json: string;
  readonly onChange: (json: string) => void;
}

function JsonText({ field, controlId, json, onChange }: JsonTextProps): ReactNode {
  const text = useFormText();
  const { name, disabled, error } = field;
  const problem = error === undefined ? problemOf(json) : undefined;
  return (
    <>
      <TextField
        id={controlId}
        aria-label={text('form.jsonOf', { name })}
        value={json}
        onChange={onChange}
        isDisabled={disabled}
        isInvalid={error !== undefined || problem !== undefined}
        validationBehavior="aria"
        autoComplete="off"
        autoCorrect="off"
        spellCheck="false"
        aria-describedby={describedBy(field)}
        className={control.control ?? ''}
      >
        <TextArea className={input.input} data-mono rows={3} placeholder="{ }" />
      </TextField>
      <FieldErrorLine id={controlId} error={problem} />
    </>
  );
}

function problemOf(json: string): string | undefined {
  if (json.trim() === '') return undefined;
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    return jsonProblem(json, error);
  }
}
