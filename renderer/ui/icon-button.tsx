import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { classNames } from './class-names.ts';
import styles from './icon-button.module.css';
import { Tooltip, type TooltipPlacement } from './tooltip.tsx';

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  /** The button's name; also its tooltip. */
  readonly label: string;
  /** Keys shown in the tooltip. */
  readonly keys?: string;
  readonly icon: ReactNode;
  readonly size?: 'sm' | 'md';
  readonly bordered?: boolean;
  readonly placement?: TooltipPlacement;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon: its tooltip says what it does. */
export function IconButton({ label, keys, icon, size = 'md', bordered, placement, className, ...props }: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label} keys={keys} placement={placement}>
      <AriaButton
        {...props}
        aria-label={label}
        className={classNames(styles.button, className)}
        data-size={size}
        data-bordered={bordered || undefined}
      >
        {icon}
      </AriaButton>
    </Tooltip>
  );
}
