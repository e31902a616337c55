import { type ReactNode, useState } from 'react';
import { Link } from 'react-aria-components/Link';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { AppError } from '../../../shared/errors.ts';
import { visibleText } from '../text/visible-text.ts';
import styles from './markdown.module.css';
import { openLink } from './open-link.ts';

/** A link out of Patchbay. Its address shows on hover and focus, because its words may say anything. */
export function ExternalLink({ url, children }: { url: string; children: ReactNode }): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const open = (): void => {
    setProblem(null);
    openLink(url).catch((error: unknown) => setProblem(error instanceof AppError ? error.message : String(error)));
  };
  return (
    <>
      {/* Without an href the window itself can never navigate, whatever key or button is used. */}
      <TooltipTrigger delay={300} closeDelay={0}>
        <Link className={styles.link} onPress={open}>
          {children}
        </Link>
        <Tooltip className={styles.address} placement="bottom start" offset={4}>
          {visibleText(url, 400)}
        </Tooltip>
      </TooltipTrigger>
      {problem !== null && (
        <span role="alert" className={styles.problem}>
          {' '}
          {problem}
        </span>
      )}
    </>
  );
}
