import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly variant?: 'primary' | 'default' | 'quiet' | 'danger';
  readonly size?: 'sm' | 'md';
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button. `isPending` keeps its width and the focus, and shows a spinner. */
export function Button({ variant = 'default', size = 'md', icon, children, className, ...props }: ButtonProps): ReactNode {
  return (
    <AriaButton {...props} className={classNames(styles.button, className)} data-variant={variant} data-size={size}>
      {({ isPending }) => (
        <>
          {icon && <span className={styles.icon}>{icon}</span>}
          <span className={styles.label}>{children}</span>
          {isPending && (
            <span className={styles.pending}>
              <Spinner />
            </span>
          )}
        </>
      )}
    </AriaButton>
  );
}
