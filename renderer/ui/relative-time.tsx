import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { timeAgo } from './time-ago.ts';
import { useNow } from './use-now.ts';
import { useT } from './use-t.ts';

/** How long ago something was; the exact time on hover. `at` in ms since the epoch. */
export function RelativeTime({ at }: { readonly at: number }): ReactNode {
  const t = useT();
  const intl = useIntl();
  const now = useNow();
  const exact = intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <time dateTime={new Date(at).toISOString()} title={exact}>
      {timeAgo(at, now, t)}
    </time>
  );
}
