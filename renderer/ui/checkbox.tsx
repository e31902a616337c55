import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox';
import styles from './checkbox.module.css';
import { classNames } from './class-names.ts';

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  readonly children?: ReactNode;
  readonly className?: string;
}

/** A yes or no, with its words beside it. */
export function Checkbox({ children, className, ...props }: CheckboxProps): ReactNode {
  return (
    <AriaCheckbox {...props} className={classNames(styles.checkbox, className)}>
      {({ isIndeterminate }) => (
        <>
          <span className={styles.box} aria-hidden="true">
            {isIndeterminate ? <Minus /> : <Check />}
          </span>
          {children !== undefined && <span className={styles.words}>{children}</span>}
        </>
      )}
    </AriaCheckbox>
  );
}
