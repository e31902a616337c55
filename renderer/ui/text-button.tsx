import type { ReactNode } from 'react';
import { Button, type ButtonProps } from 'react-aria-components/Button';
import styles from './text-button.module.css';

/** A button within a line of small text, underlined. */
export function TextButton(props: Omit<ButtonProps, 'className' | 'style'>): ReactNode {
  return <Button {...props} className={styles.button} />;
}
