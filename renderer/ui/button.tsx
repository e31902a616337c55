import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';
import { useT } from './use-t.ts';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly variant?: 'primary' | 'default' | 'quiet' | 'danger';
  readonly size?: 'sm' | 'md';
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button. `isPending` keeps its width and the focus, and shows a spinner. */
export function Button({ variant = 'default', size = 'md', icon, children, className, isPending, ...props }: ButtonProps): ReactNode {
  const t = useT();
  return (
    // React Aria's own isPending leaves nameless announcements behind when the button goes with its dialog; data-pending is its too.
    <AriaButton
      {...props}
      {...(isPending ? { type: 'button', onPress: undefined } : {})}
      className={classNames(styles.button, className)}
      data-variant={variant}
      data-size={size}
      data-busy={isPending || undefined}
    >
      {icon && <span className={styles.icon}>{icon}</span>}
      <span className={styles.label}>{children}</span>
      {isPending && (
        <span className={styles.pending}>
          <Spinner />
          <span className="visually-hidden">{t('common.loading')}</span>
        </span>
      )}
    </AriaButton>
  );
}
