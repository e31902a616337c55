import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

export type TooltipPlacement = 'top' | 'bottom' | 'left' | 'right';

export interface TooltipProps {
  readonly text: string;
  readonly keys?: string;
  readonly placement?: TooltipPlacement;
  readonly isDisabled?: boolean;
  /** A focusable React Aria component, such as a Button; wrap anything else in Focusable. */
  readonly children: ReactNode;
}

/** A sentence beside whatever has the pointer or the focus. */
export function Tooltip({ text, keys, placement = 'bottom', isDisabled, children }: TooltipProps): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={80} isDisabled={isDisabled}>
      {children}
      <AriaTooltip className={styles.tooltip} placement={placement} offset={6}>
        {text}
        {keys && <Kbd>{keys}</Kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
