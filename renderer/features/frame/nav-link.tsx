import type { ReactNode } from 'react';
import { Link } from 'react-aria-components/Link';
import { formatRoute, type Route } from '../../stores/route.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './nav-link.module.css';

interface NavLinkProps {
  readonly to: Route;
  readonly label: string;
  readonly icon: ReactNode;
  /** Shown when it is not 0. */
  readonly count: number;
  readonly isCurrent: boolean;
  readonly narrow: boolean;
}

/** One page in the sidebar. */
export function NavLink({ to, label, icon, count, isCurrent, narrow }: NavLinkProps): ReactNode {
  return (
    <Tooltip text={label} placement="right" isDisabled={!narrow}>
      <Link
        href={formatRoute(to)}
        className={styles.link}
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={narrow ? label : undefined}
        data-narrow={narrow || undefined}
      >
        {icon}
        {!narrow && (
          <>
            <span className={styles.label}>{label}</span>
            {count > 0 && <span className={styles.count}>{count}</span>}
          </>
        )}
      </Link>
    </Tooltip>
  );
}
