import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import field from './field.module.css';
import { IconButton } from './icon-button.tsx';
import { LabelledField, type LabelledFieldProps } from './labelled-field.tsx';
import styles from './secret-field.module.css';
import { useT } from './use-t.ts';

interface SecretFieldProps extends Omit<LabelledFieldProps, 'type'> {
  readonly placeholder?: string;
  /** What a password manager may do with it; by default it offers nothing. */
  readonly autoComplete?: 'current-password' | 'new-password';
}

/** One line that shows dots, unless the person looks at what is being typed. */
export function SecretField({ placeholder, autoComplete = 'new-password', ...props }: SecretFieldProps): ReactNode {
  const t = useT();
  const [isShown, setShown] = useState(false);
  return (
    <LabelledField {...props} autoComplete={autoComplete} type={isShown ? 'text' : 'password'}>
      <span className={styles.box}>
        <Input className={field.input} placeholder={placeholder} data-mono />
        <IconButton
          size="sm"
          className={styles.reveal}
          label={t(isShown ? 'serverForm.mask' : 'serverForm.reveal')}
          icon={isShown ? <EyeOff /> : <Eye />}
          isDisabled={props.value === ''}
          onPress={() => setShown(!isShown)}
        />
      </span>
    </LabelledField>
  );
}
