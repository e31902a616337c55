import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import styles from './icon-field.module.css';
import { ServerIcon } from './server-icon.tsx';
import { TextField } from './text-field.tsx';
import { useT } from './use-t.ts';

const SERVER_CHOICES = ['🐙', '📁', '🗄️', '🌐', '🧠', '🔎', '💬', '📅', '✉️', '📈', '🛠️', '🧪'];

export interface IconFieldProps {
  readonly label: string;
  readonly description: string;
  /** The name whose first letter stands in for an empty icon. */
  readonly name: string;
  readonly value: string;
  readonly onChange: (icon: string) => void;
  readonly error?: string;
  readonly choices?: readonly string[];
}

/** An emoji or the address of a picture, with how it will look and a few to choose from. */
export function IconField({ label, description, name, value, onChange, error, choices = SERVER_CHOICES }: IconFieldProps): ReactNode {
  const t = useT();
  return (
    <div className={styles.place}>
      <div className={styles.row}>
        <TextField className={styles.text} label={label} description={description} value={value} onChange={onChange} error={error} />
        <span className={styles.preview}>
          <ServerIcon name={name} icon={value.trim()} size={32} />
        </span>
      </div>
      <div className={styles.choices}>
        {choices.map((icon) => (
          <Button
            key={icon}
            className={styles.choice}
            aria-label={t('icon.choose', { icon })}
            aria-pressed={icon === value}
            data-chosen={icon === value || undefined}
            onPress={() => onChange(icon === value ? '' : icon)}
          >
            {icon}
          </Button>
        ))}
      </div>
    </div>
  );
}
