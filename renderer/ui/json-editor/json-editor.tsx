import { lazy, type ReactNode, Suspense } from 'react';
import styles from './json-editor.module.css';

export interface JsonEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Name for screen readers. */
  readonly label: string;
  readonly disabled?: boolean;
  /** Ctrl or Cmd with Enter. */
  readonly onSubmit?: () => void;
}

const CodeEditor = lazy(() => import('./code-editor.tsx').then((module) => ({ default: module.CodeEditor })));

/** A text editor for JSON. It loads when first used; until then a plain text field takes its place and its text. */
export function JsonEditor(props: JsonEditorProps): ReactNode {
  return (
    <div className={styles.frame} data-disabled={props.disabled || undefined}>
      <Suspense fallback={<PlainEditor {...props} />}>
        <CodeEditor {...props} />
      </Suspense>
    </div>
  );
}

function PlainEditor({ value, onChange, label, disabled = false }: JsonEditorProps): ReactNode {
  return (
    <textarea
      className={styles.plain}
      aria-label={label}
      value={value}
      disabled={disabled}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
