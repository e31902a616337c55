import { type ReactNode, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '../button.tsx';
import styles from './parts.module.css';
import { useFormText } from './use-form-text.ts';

/** Largest file in MB; base64 must fit into one request. */
const MAX_FILE_MB = 8;

/** Fills a base64 field from a file. */
export function FileButton({ disabled, onRead }: { readonly disabled: boolean; readonly onRead: (base64: string) => void }): ReactNode {
  const text = useFormText();
  const [problem, setProblem] = useState<string | null>(null);
  const read = (files: FileList | null) => {
    const file = files?.[0];
    if (file === undefined) return;
    if (file.size > MAX_FILE_MB * 1024 * 1024) {
      setProblem(text('form.fileTooLarge', { name: file.name, limit: MAX_FILE_MB }));
      return;
    }
    const reader = new FileReader();
    reader.onload = () => {
      setProblem(null);
      if (typeof reader.result === 'string') onRead(reader.result.slice(reader.result.indexOf(',') + 1));
    };
    reader.onerror = () => setProblem(reader.error?.message ?? file.name);
    reader.readAsDataURL(file);
  };
  return (
    <div className={styles.line}>
      <FileTrigger onSelect={read}>
        <Button size="sm" isDisabled={disabled}>
          {text('form.file')}
        </Button>
      </FileTrigger>
      {problem !== null && (
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
    </div>
  );
}
